#include "services/scenario/domain/evaluate.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "services/scenario/domain/groups.h"

namespace relance::scenario {
namespace {

bool IsOpen(const Context& context, Instant now) {
  return context.scenario->window.IsOpen(now, context.debtor_zone, context.debtor_calendar);
}

}  // namespace

Evaluation::Evaluation(Case& c, const Context& context, Instant now)
    : case_(c),
      context_(context),
      moment_(context, now),
      phase_(IsOpen(context, now) ? Phase::kCalls : Phase::kDone) {}

std::optional<CaseFacts> Evaluation::Next() {
  due_.reset();
  while (phase_ != Phase::kDone) {
    const auto group = NextGroup();
    if (!group || group->candidates.empty()) continue;
    CaseFacts facts = Act(*group);
    if (!facts.empty()) return facts;
  }
  return std::nullopt;
}

CaseFacts Evaluation::Act(const Group& group) {
  if (!totals_) totals_ = TotalsOf(case_, *context_.scenario, moment_);
  Verdict verdict = Test(case_, context_, moment_, *totals_, group);
  CaseFacts facts = FactsOf(case_, group, std::move(verdict), moment_);
  Apply(case_, facts);
  return facts;
}

const std::vector<Candidate>& Evaluation::Due() {
  if (!due_) due_ = Gather(case_, context_, moment_);
  return *due_;
}

std::optional<Group> Evaluation::NextGroup() {
  switch (phase_) {
    case Phase::kCalls:
      return NextCall();
    case Phase::kOwn:
      return NextOwn();
    case Phase::kOrdinary:
      return NextOrdinary();
    case Phase::kItems:
      return NextItem();
    case Phase::kDone:
      break;
  }
  return std::nullopt;
}

std::optional<Group> Evaluation::NextCall() {
  const auto& steps = context_.scenario->steps;
  const bool any = std::any_of(Due().begin(), Due().end(), [](const Candidate& candidate) {
    return candidate.step->action == Action::kCall;
  });
  while (any && at_ < steps.size()) {
    const Step& step = steps[at_++];
    if (step.action == Action::kCall) {
      return CallGroup(step.id, Due());
    }
  }
  phase_ = Phase::kOwn;
  at_ = 0;
  return std::nullopt;
}

std::optional<Group> Evaluation::NextOwn() {
  const auto& steps = context_.scenario->steps;
  const bool any = std::any_of(Due().begin(), Due().end(), IsOwn);
  while (any && at_ < 2 * steps.size()) {
    const Step& step = steps[steps.size() - 1 - at_ / 2];
    const bool forced = at_++ % 2 == 1;
    Group group = OwnGroup(step.id, forced, Due());
    if (!group.candidates.empty()) return group;
  }
  phase_ = Phase::kOrdinary;
  return std::nullopt;
}

std::optional<Group> Evaluation::NextOrdinary() {
  Group all = MessageGroup(Due());
  if (context_.scenario->mode == Mode::kConsolidated) {
    phase_ = Phase::kDone;
    return all;
  }
  std::sort(all.candidates.begin(), all.candidates.end(),
            [](const Candidate& a, const Candidate& b) {
              return std::make_tuple(-a.step->level, a.due, std::string_view(a.id)) <
                     std::make_tuple(-b.step->level, b.due, std::string_view(b.id));
            });
  items_.assign(all.candidates.begin(), all.candidates.end());
  phase_ = Phase::kItems;
  return std::nullopt;
}

std::optional<Group> Evaluation::NextItem() {
  if (items_.empty()) {
    phase_ = Phase::kDone;
    return std::nullopt;
  }
  Candidate candidate = std::move(items_.front());
  items_.pop_front();
  return ItemGroup(std::move(candidate));
}

CaseFacts Evaluate(const Case& c, const Context& context, Instant now) {
  Case copy = c;
  Evaluation evaluation(copy, context, now);
  CaseFacts facts;
  while (auto more = evaluation.Next()) facts.insert(facts.end(), more->begin(), more->end());
  return facts;
}

int HighestLevelDue(const Case& c, const Context& context, Instant now) {
  int highest = -1;
  for (const Candidate& candidate : Gather(c, context, Moment(context, now))) {
    highest = std::max(highest, candidate.step->level);
  }
  return highest;
}

}  // namespace relance::scenario
