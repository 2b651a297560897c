#include <algorithm>
#include <optional>

#include "services/scenario/domain/earliest.h"
#include "services/scenario/domain/outlook.h"
#include "services/scenario/domain/planning.h"
#include "services/scenario/domain/settle.h"

namespace relance::scenario {
namespace {

using std::chrono::days;

bool LookAtPlan(const Plan& plan, const Rules& rules, const Context& context, const Moment& moment,
                Earliest& earliest) {
  if (!plan.IsRunning()) return false;
  if (plan.state == PlanState::kProposed && plan.down) earliest.After(plan.down->by);
  bool due = false;
  for (const Instalment& instalment : plan.instalments) {
    earliest.OnDate(instalment.on);
    earliest.After(context.entity_calendar.AddBusinessDays(instalment.on, rules.plan_grace));
    if (plan.state != PlanState::kActive || instalment.reminded) continue;
    const Date from = instalment.on + days(rules.instalment_at);
    earliest.OnStepDate(from);
    due = due || (moment.HasBegun(from) && moment.today < instalment.on);
  }
  return due;
}

/// Something is due and has not left: when the window opens, the floor ends, or the next day comes.
void LookAtWaiting(const Case& c, const Context& context, const Moment& moment,
                   Earliest& earliest) {
  const Window& window = context.scenario->window;
  const Instant opening =
      window.NextOpening(moment.now, context.debtor_zone, context.debtor_calendar);
  if (!window.IsOpen(moment.now, context.debtor_zone, context.debtor_calendar)) {
    earliest.At(opening);
  }
  if (context.pressure) {
    earliest.At(
        window.NextOpening(moment.now + Millis{1}, context.debtor_zone, context.debtor_calendar));
  }
  if (c.floor) earliest.OnStepDate(FloorEnd(c.floor->on, context));
  if (context.scenario->mode == Mode::kPerItem) {
    for (const auto& [id, item] : c.items) {
      const auto& last = item.track.standing.message_on;
      if (last) earliest.OnStepDate(FloorEnd(*last, context));
    }
  }
}

}  // namespace

std::optional<Instant> NextMoment(const Case& c, const Context& context, Instant now) {
  const Moment moment(context, now);
  const Scenario& scenario = *context.scenario;
  Earliest earliest(context, moment);
  bool waiting = false;
  earliest.AfterHolds(c.holds);
  for (const auto& [number, page] : c.items.pages()) {
    const Outlook outlook = OutlookOf(c, *page, context, moment);
    if (outlook.next) earliest.At(*outlook.next);
    waiting = waiting || outlook.waiting;
  }
  for (const auto& [id, plan] : c.plans) {
    waiting = LookAtPlan(plan, scenario.rules, context, moment, earliest) || waiting;
  }
  for (const auto& [id, promise] : c.promises) {
    if (promise.state == PromiseState::kOpen) earliest.After(promise.until);
  }
  for (const auto& [id, callback] : c.callbacks) {
    if (!callback.told) earliest.At(callback.at);
  }
  for (const auto& [id, request] : c.force_requests) earliest.After(request.until);
  if (c.thanks && c.thanks->state == ThankYouState::kOwed) {
    earliest.At(scenario.window.FirstOpenMoment(now, context.debtor_zone, context.debtor_calendar));
  }
  if (waiting) LookAtWaiting(c, context, moment, earliest);
  return earliest.Take();
}

}  // namespace relance::scenario
