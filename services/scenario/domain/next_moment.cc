#include <algorithm>
#include <optional>

#include "services/scenario/domain/candidates.h"
#include "services/scenario/domain/planning.h"
#include "services/scenario/domain/settle.h"

namespace relance::scenario {
namespace {

using std::chrono::days;

/// The earliest of several moments after now.
class Earliest {
 public:
  Earliest(const Context& context, const Moment& moment) : context_(context), moment_(moment) {}

  void At(Instant t) {
    if (t > moment_.now && (!first_ || t < *first_)) first_ = t;
  }
  /// 00:00 of a date in the entity's zone. The earliest date is remembered and converted once.
  void OnDate(Date date) { Keep(date_, date, date > moment_.today); }
  /// 00:00 of the day after, for what includes a date.
  void After(Date date) { OnDate(date + days(1)); }
  /// The first open moment of a date: of a step.
  void OnStepDate(Date date) { Keep(step_date_, date, !moment_.HasBegun(date)); }

  std::optional<Instant> Take() {
    if (date_) At(context_.entity_zone.StartOfDay(*date_));
    if (step_date_) At(FirstMomentOf(*step_date_, context_));
    return first_;
  }

 private:
  static void Keep(std::optional<Date>& first, Date date, bool ahead) {
    if (ahead && (!first || date < *first)) first = date;
  }

  const Context& context_;
  const Moment& moment_;
  std::optional<Instant> first_;
  std::optional<Date> date_;
  std::optional<Date> step_date_;
};

void LookAtHolds(const std::vector<Hold>& holds, Earliest& earliest) {
  for (const Hold& hold : holds) {
    if (!hold.escalated) earliest.After(hold.until);
  }
}

/// true when a step of the item is due and has not left.
bool LookAtItem(const Case& c, const Item& item, const Scenario& scenario, const Moment& moment,
                Earliest& earliest) {
  LookAtHolds(item.holds, earliest);
  const Step* next = NextStepOf(scenario, item);
  if (next != nullptr && next->IsPreventive()) earliest.OnDate(item.Anchor());
  if (!item.cap_told) earliest.OnDate(CapDate(item, scenario));
  earliest.After(item.Anchor());  // Overdue: the amounts of other notices change.
  if (!item.track.pending_notice.empty() || !c.IsActionable(item)) return false;
  const NextOne step = NextFor(scenario, item, moment.today);
  if (step.step == nullptr) return false;
  const Date planned = PlannedDate(item, *step.step);
  if (!step.forced && !moment.HasBegun(planned)) {
    earliest.OnStepDate(planned);
    return false;
  }
  earliest.At(item.quiet_until);
  return moment.now >= item.quiet_until;
}

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
  LookAtHolds(c.holds, earliest);
  for (const auto& [id, item] : c.items) {
    waiting = LookAtItem(c, item, scenario, moment, earliest) || waiting;
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
