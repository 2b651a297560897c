#include "services/scenario/domain/explain.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/scenario/domain/candidates.h"
#include "services/scenario/domain/groups.h"
#include "services/scenario/domain/planning.h"
#include "services/scenario/domain/words.h"

namespace relance::scenario {
namespace {

/// What the tests say of everything that is due now, item by item.
std::map<std::string, Obstacle> Obstacles(const Case& c, const Context& context,
                                          const Moment& moment) {
  const Scenario& scenario = *context.scenario;
  const auto totals = TotalsOf(c, scenario, moment);
  const std::vector<Candidate> due = Gather(c, context, moment);
  std::vector<Group> groups;
  for (const Step& step : scenario.steps) {
    if (step.action == Action::kCall) groups.push_back(CallGroup(step.id, due));
    groups.push_back(OwnGroup(step.id, false, due));
    groups.push_back(OwnGroup(step.id, true, due));
  }
  Group ordinary = MessageGroup(due);
  if (scenario.mode == Mode::kConsolidated) {
    groups.push_back(std::move(ordinary));
  } else {
    for (Candidate& candidate : ordinary.candidates) {
      groups.push_back(ItemGroup(std::move(candidate)));
    }
  }
  std::map<std::string, Obstacle> obstacles;
  for (const Group& group : groups) {
    if (group.candidates.empty()) continue;
    obstacles.merge(Test(c, context, moment, totals, group).failed);
  }
  return obstacles;
}

/// Why no step of the item is looked at, whatever its date.
Obstacle BeforeAnyStep(const Case& c, const Context& context, const Item& item) {
  if (context.entity_stopped) return Obstacle::kStopped;
  if (context.feed_stale) return Obstacle::kStale;
  if (c.feed_gap) return Obstacle::kGap;
  if (c.insolvent) return Obstacle::kInsolvent;
  if (c.litigation) return Obstacle::kLitigation;
  return c.IsActionable(item) ? Obstacle::kNone : Obstacle::kHeld;
}

/// Holds that end by themselves say when; verdicts, approvals and switches do not.
std::optional<Date> FreeOn(const std::vector<Hold>& holds) {
  std::optional<Date> free;
  for (const Hold& hold : holds) {
    if (hold.scope == HoldScope::kPart) continue;
    if (hold.reason == HoldReason::kDispute || hold.reason == HoldReason::kCreditNotePending ||
        hold.reason == HoldReason::kSuspended) {
      return std::nullopt;
    }
    const Date after = hold.until + std::chrono::days(1);
    free = free ? std::max(*free, after) : after;
  }
  return free;
}

/// Only time is missing.
bool EndsWithTime(Obstacle obstacle) {
  return obstacle == Obstacle::kNone || obstacle == Obstacle::kFloor ||
         obstacle == Obstacle::kWindow || obstacle == Obstacle::kPressure ||
         obstacle == Obstacle::kHeld;
}

class Explanation {
 public:
  Explanation(const Case& c, const Context& context, Instant now)
      : case_(c),
        context_(context),
        moment_(context, now),
        obstacles_(Obstacles(c, context, moment_)) {}

  ItemExplanation Of(const Item& item) const {
    ItemExplanation entry;
    entry.item = item.id;
    entry.open = Money{item.currency, item.open};
    entry.claimable = item.Claimable();
    entry.level = item.track.standing.level;
    entry.last_step = item.track.standing.last_step;
    entry.last_notice_on = item.track.standing.counted_on;
    entry.pending_notice = item.track.pending_notice;
    entry.holds = item.holds;
    entry.holds.insert(entry.holds.end(), case_.holds.begin(), case_.holds.end());
    entry.asked = AskedFor(item);
    const NextOne next = NextFor(*context_.scenario, item, moment_.today);
    entry.forced = next.forced;
    if (next.step == nullptr) return entry;
    entry.next_step = next.step->id;
    entry.waiting_for = BeforeAnyStep(case_, context_, item);
    const auto tested = obstacles_.find(item.id);
    if (entry.waiting_for == Obstacle::kNone && tested != obstacles_.end()) {
      entry.waiting_for = tested->second;
    }
    if (entry.pending_notice.empty()) entry.next_at = MayLeaveAt(item, next, entry);
    return entry;
  }

 private:
  std::optional<Instant> MayLeaveAt(const Item& item, const NextOne& next,
                                    const ItemExplanation& entry) const {
    if (!EndsWithTime(entry.waiting_for)) return std::nullopt;
    Date date = next.forced ? moment_.today : PlannedDate(item, *next.step);
    if (entry.waiting_for == Obstacle::kHeld) {
      const auto free = FreeOn(entry.holds);
      if (!free) return std::nullopt;
      date = std::max(date, *free);
    }
    if (!next.forced && next.step->IsOrdinary()) date = std::max(date, FloorDate(item, date));
    if (entry.waiting_for == Obstacle::kPressure) {
      date = std::max(date, moment_.debtor_today + std::chrono::days(1));
    }
    const Instant begins = FirstMomentOf(date, context_);
    const Instant earliest = std::max({begins, item.quiet_until, moment_.now});
    return context_.scenario->window.FirstOpenMoment(earliest, context_.debtor_zone,
                                                     context_.debtor_calendar);
  }

  std::optional<ForceRequest> AskedFor(const Item& item) const {
    for (const auto& [id, request] : case_.force_requests) {
      if (std::ranges::count(request.items, std::string(item.id)) > 0) return request;
    }
    return std::nullopt;
  }

  Date FloorDate(const Item& item, Date otherwise) const {
    if (context_.scenario->mode == Mode::kPerItem) {
      const auto& last = item.track.standing.message_on;
      return last ? FloorEnd(*last, context_) : otherwise;
    }
    return case_.floor ? FloorEnd(case_.floor->on, context_) : otherwise;
  }

  const Case& case_;
  const Context& context_;
  Moment moment_;
  std::map<std::string, Obstacle> obstacles_;
};

}  // namespace

std::vector<ItemExplanation> Explain(const Case& c, const Context& context, Instant now) {
  const Explanation explanation(c, context, now);
  std::vector<ItemExplanation> entries;
  for (const auto& [id, item] : c.items) entries.push_back(explanation.Of(item));
  return entries;
}

namespace {

std::string WhatFollows(const ItemExplanation& item) {
  if (!item.pending_notice.empty()) return "a notice is on its way";
  if (item.waiting_for != Obstacle::kNone) return "waits: " + std::string(Word(item.waiting_for));
  if (item.next_step.empty()) return "no step is left";
  if (!item.next_at) return item.next_step + " follows when something changes";
  return item.next_step + " follows at " + FormatInstant(*item.next_at) + " unless paid";
}

}  // namespace

std::string WordsOf(const ItemExplanation& item) {
  std::string words = WhatFollows(item);
  if (item.forced) {
    words += "; " + item.forced->by + " and " + item.forced->and_by + " forced " +
             item.forced->step + ": " + item.forced->why;
  }
  if (item.asked) {
    words += "; " + item.asked->by + " asks to force " + item.asked->step + " (" + item.asked->id +
             "): a second person decides until " + FormatDate(item.asked->until);
  }
  return words;
}

std::string SummaryOf(const std::vector<ItemExplanation>& items) {
  if (items.empty()) return "Nothing is open.";
  const ItemExplanation* first = nullptr;
  for (const ItemExplanation& item : items) {
    if (item.next_at && (first == nullptr || *item.next_at < *first->next_at)) first = &item;
  }
  const std::string open =
      std::to_string(items.size()) + (items.size() == 1 ? " open item; " : " open items; ");
  if (first == nullptr) return open + "nothing is planned.";
  return open + "next: " + first->next_step + " at " + FormatInstant(*first->next_at) +
         " unless paid.";
}

}  // namespace relance::scenario
