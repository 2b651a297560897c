#include "services/scenario/domain/planning.h"

#include <algorithm>

namespace relance::scenario {

using std::chrono::days;

size_t NextStepIndex(const Scenario& scenario, const Standing& standing) {
  const auto& steps = scenario.steps;
  switch (standing.next) {
    case NextStep::kFirst:
      return 0;
    case NextStep::kAfter: {
      const size_t at = scenario.IndexOf(standing.step);
      if (at < steps.size()) return at + 1;
      break;  // The step is of another scenario: its level decides.
    }
    case NextStep::kAbove:
      break;
  }
  const auto above = std::find_if(steps.begin(), steps.end(),
                                  [&](const Step& step) { return step.level > standing.level; });
  return static_cast<size_t>(above - steps.begin());
}

const Step* NextStepOf(const Scenario& scenario, const Item& item) {
  const size_t at = NextStepIndex(scenario, item.track.standing);
  return at < scenario.steps.size() ? &scenario.steps[at] : nullptr;
}

Date PlannedDate(const Item& item, const Step& step) {
  Date planned = item.Anchor() + days(step.at);
  const auto counted_on = item.track.standing.counted_on;
  const Detour& detour = item.track.detour;
  if (counted_on) planned = std::max(planned, *counted_on + days(step.gap));
  if (detour.resume_on) planned = std::max(planned, *detour.resume_on);
  if (detour.delayed_to && step.action == Action::kMessage) {
    planned = std::max(planned, *detour.delayed_to);
  }
  return planned;
}

Instant FirstMomentOf(Date date, const Context& context) {
  const Instant begins =
      std::max(context.entity_zone.StartOfDay(date), context.debtor_zone.StartOfDay(date));
  return context.scenario->window.FirstOpenMoment(begins, context.debtor_zone,
                                                  context.debtor_calendar);
}

Date FirstOpenDate(Date date, const Context& context) {
  return context.entity_zone.DateOf(FirstMomentOf(date, context));
}

bool HasBegun(Date date, const Context& context, Instant now) {
  return context.entity_zone.DateOf(now) >= date && context.debtor_zone.DateOf(now) >= date;
}

Date CapDate(const Item& item, const Scenario& scenario) {
  return std::max(item.due, item.known_on) + days(scenario.cap);
}

bool HasEntered(const Item& item, const Scenario& scenario) {
  return scenario.enter == Entry::kDue || item.rejected;
}

bool IsExpired(const Item& item, const Step& step, Date today) {
  if (!step.IsPreventive()) return false;
  const Date known =
      std::max<Date>(item.known_on, item.delivered_on ? *item.delivered_on : Date(item.known_on));
  return item.Anchor() + days(step.at) < known || today >= item.Anchor();
}

Date FloorEnd(Date last, const Context& context) {
  return context.entity_calendar.AddBusinessDays(last, context.scenario->rules.floor);
}

std::optional<Date> DelayedTo(const Item& item, const Context& context, Date today) {
  const auto& steps = context.scenario->steps;
  for (size_t at = NextStepIndex(*context.scenario, item.track.standing); at < steps.size(); ++at) {
    if (steps[at].action != Action::kMessage) continue;
    const Date planned = FirstOpenDate(PlannedDate(item, steps[at]), context);
    return context.entity_calendar.AddBusinessDays(std::max(planned, today),
                                                   context.scenario->rules.partial_delay);
  }
  return std::nullopt;
}

}  // namespace relance::scenario
