#include "services/scenario/domain/forecast.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/settle.h"
#include "services/scenario/domain/timers.h"

namespace relance::scenario {
namespace {

/// A case on its way through a future in which only time passes.
class Future {
 public:
  Future(Case c, const Context& context) : case_(std::move(c)), context_(context) {}

  std::vector<ForecastStep> Until(Instant end, Instant now) {
    now_ = now;
    HandOverPending();
    while (now_ <= end) {
      Settle();
      const auto next = NextMoment(case_, context_, now_);
      if (!next) break;
      now_ = *next;
    }
    std::ranges::stable_sort(steps_, {},
                             [](const ForecastStep& s) { return std::pair(s.at, s.item); });
    return std::move(steps_);
  }

 private:
  /// Those of now that wait for their clearance.
  void HandOverPending() {
    std::vector<std::string> pending;
    for (const auto& [id, notice] : case_.notices) {
      if (notice.IsPending()) pending.push_back(id);
    }
    for (const auto& id : pending) {
      (void)DecideInPlace(case_, ClearNotice{id}, context_, now_);
      const auto notice = case_.notices.find(id);
      const bool cleared =
          notice != case_.notices.end() && notice->second.state == NoticeState::kCleared;
      if (cleared) HandOver(Notice(notice->second));
    }
  }

  void Settle() {
    TimersInPlace(case_, context_, now_);
    Evaluate();
    if (Approve()) Evaluate();
    Apply(case_, TellLevel(case_));
  }

  void Evaluate() {
    Evaluation evaluation(case_, context_, now_);
    while (const auto facts = evaluation.Next()) {
      for (const CaseFact& fact : *facts) {
        // Planned at this very moment: a clearance would say the same again.
        if (const auto* planned = std::get_if<NoticePlanned>(&fact)) HandOver(planned->notice);
        if (const auto* given = std::get_if<CaseHandedOver>(&fact)) Note(given->notice);
        if (const auto* call = std::get_if<CallTaken>(&fact)) Note(*call);
      }
    }
  }

  void HandOver(const Notice& notice) {
    Note(notice);
    (void)DecideInPlace(case_, NoticeHandedOver{notice.id}, context_, now_);
  }

  bool Approve() {
    std::vector<std::string> asked;
    for (const auto& [step, approval] : case_.approvals) {
      if (approval.by.empty()) asked.push_back(step);
    }
    for (const auto& step : asked) {
      (void)DecideInPlace(case_, scenario::Approve{step, "forecast"}, context_, now_);
    }
    return !asked.empty();
  }

  void Note(const Notice& notice) {
    for (const NoticeItem& taken : notice.items) Note(taken.item, taken.step, taken.level);
  }
  void Note(const CallTaken& call) {
    const Step* step = context_.scenario->Find(call.step);
    for (const auto& item : call.task.items) Note(item, call.step, step ? step->level : 0);
  }
  /// The reminder of an instalment is no step of an item: it has the date of its plan.
  void Note(const std::string& id, const std::string& step, int level) {
    const Item* item = case_.FindItem(id);
    if (item == nullptr) return;
    steps_.push_back({now_, id, step, level, {item->currency, item->Claimable()}});
  }

  Case case_;
  const Context& context_;
  Instant now_{};
  std::vector<ForecastStep> steps_;
};

bool SaysTheSame(const Step* one, const Step* other) {
  if (one == nullptr || other == nullptr) return one == other;
  const auto said = [](const Step& s) {
    return std::tie(s.level, s.action, s.channels, s.fallback, s.role, s.template_id, s.charges,
                    s.approve, s.formal, s.attachments, s.task);
  };
  return said(*one) == said(*other);
}

}  // namespace

std::vector<ForecastStep> Forecast(Case c, const Context& context, Instant now, Instant until) {
  return Future(std::move(c), context).Until(until, now);
}

std::optional<ScenarioRef> MoveFor(const Case& c, const ScenarioRef& before,
                                   const ScenarioRef& after) {
  if (!c.running || after.name.empty() || after == c.pinned) return std::nullopt;
  const bool concerned = after != before || after.name == c.pinned.name;
  return concerned ? std::optional(after) : std::nullopt;
}

std::string_view Word(Effect v) {
  switch (v) {
    case Effect::kEarlier:
      return "earlier";
    case Effect::kLater:
      return "later";
    case Effect::kNoMore:
      return "no_more";
    case Effect::kNew:
      return "new";
    case Effect::kOtherwise:
      return "otherwise";
  }
  return "new";
}

std::vector<ForecastChange> CompareForecasts(const std::vector<ForecastStep>& before,
                                             const Scenario& scenario_before,
                                             const std::vector<ForecastStep>& after,
                                             const Scenario& scenario_after) {
  using Pair = std::pair<const ForecastStep*, const ForecastStep*>;
  std::map<std::pair<std::string_view, std::string_view>, Pair> steps;
  for (const auto& step : before) steps[{step.item, step.step}].first = &step;
  for (const auto& step : after) steps[{step.item, step.step}].second = &step;
  std::vector<ForecastChange> changes;
  for (const auto& [key, pair] : steps) {
    const auto [old, next] = pair;
    const ForecastStep& shown = next != nullptr ? *next : *old;
    ForecastChange change{Effect::kNew, shown.item, shown.step, shown.level, shown.amount, {}, {}};
    if (old != nullptr) change.before = old->at;
    if (next != nullptr) change.after = next->at;
    if (next == nullptr) {
      change.effect = Effect::kNoMore;
    } else if (old != nullptr && old->at != next->at) {
      change.effect = next->at < old->at ? Effect::kEarlier : Effect::kLater;
    } else if (old != nullptr) {
      if (SaysTheSame(scenario_before.Find(shown.step), scenario_after.Find(shown.step))) continue;
      change.effect = Effect::kOtherwise;
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace relance::scenario
