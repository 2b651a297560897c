#include <algorithm>
#include <utility>

#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/groups.h"
#include "services/scenario/domain/thanks.h"

namespace relance::scenario {
namespace {

/// How the last of its items was closed; nullopt while one is open.
std::optional<Closing> AllClosed(const Case& c, const Notice& notice) {
  const Item* last = nullptr;
  for (const NoticeItem& taken : notice.items) {
    const auto at = c.closed.find(taken.item);
    if (at == c.closed.end()) return std::nullopt;
    if (last == nullptr || at->second.closed->on >= last->closed->on) last = &at->second;
  }
  if (last == nullptr) return std::nullopt;
  return last->closed->how;
}

bool IsStopped(const Notice& notice, const Context& context) {
  if (context.entity_stopped) return true;
  const Step* step = context.scenario->Find(notice.step);
  return step != nullptr &&
         std::any_of(step->channels.begin(), step->channels.end(),
                     [&](Channel channel) { return context.channels_stopped.contains(channel); });
}

bool AnyHeld(const Case& c, const Notice& notice) {
  return std::any_of(notice.items.begin(), notice.items.end(), [&](const NoticeItem& taken) {
    const Item* item = c.FindOpen(taken.item);
    return item == nullptr ? c.IsCaseHeld() : !c.IsActionable(*item);
  });
}

/// Why the notice may not leave although none of its items was tested.
Obstacle BeforeTheTests(const Case& c, const Notice& notice, const Context& context) {
  if (const auto closed = AllClosed(c, notice)) return ObstacleOf(*closed);
  if (IsStopped(notice, context)) return Obstacle::kStopped;
  if (context.feed_stale) return Obstacle::kStale;
  if (c.feed_gap) return Obstacle::kGap;
  if (c.insolvent) return Obstacle::kInsolvent;
  if (c.litigation) return Obstacle::kLitigation;
  return Obstacle::kNone;
}

/// A step that changed is another notice; a floor that another notice began is a change too.
Obstacle Word(const Case& c, const Notice& notice, const Verdict& verdict) {
  if (verdict.first == Obstacle::kNone) {
    return AnyHeld(c, notice) ? Obstacle::kHeld : Obstacle::kChanged;
  }
  return verdict.first == Obstacle::kFloor ? Obstacle::kChanged : verdict.first;
}

}  // namespace

CaseFacts Clear(const Case& c, const std::string& id, const Context& context, Instant now) {
  if (IsThankYou(c, id)) return ClearThankYou(c, context, now);
  const auto at = c.notices.find(id);
  if (at == c.notices.end() || !at->second.IsPending()) return {};
  const Notice& notice = at->second;
  const Obstacle obstacle = BeforeTheTests(c, notice, context);
  if (obstacle != Obstacle::kNone) return {NoticeWithdrawn{id, obstacle}};
  const Moment moment(context, now, id);
  const Group group = GroupOf(notice, Gather(c, context, moment));
  const auto totals = TotalsOf(c, *context.scenario, moment);
  Verdict verdict = Test(c, context, moment, totals, group);
  if (verdict.passed.empty()) return {NoticeWithdrawn{id, Word(c, notice, verdict)}};
  if (verdict.Highest().step->id != notice.step) {
    return {NoticeWithdrawn{id, AnyHeld(c, notice) ? Obstacle::kHeld : Obstacle::kChanged}};
  }
  Notice cleared = NoticeOf(c, group, std::move(verdict), moment);
  cleared.id = notice.id;
  cleared.planned_at = notice.planned_at;
  cleared.planned_on = notice.planned_on;
  return {NoticeCleared{std::move(cleared)}};
}

}  // namespace relance::scenario
