#include "services/scenario/domain/outlook.h"

#include <algorithm>
#include <memory>

#include "services/scenario/domain/earliest.h"
#include "services/scenario/domain/planning.h"

namespace relance::scenario {

/// What an outlook was made from, besides the items.
struct Basis {
  const Scenario* scenario = nullptr;
  ScenarioRef ref;
  bool case_held = false;
  Zone entity_zone;
  Zone debtor_zone;
  Calendar debtor_calendar;

  Basis(const Case& c, const Context& context)
      : scenario(context.scenario),
        ref{context.scenario->name, context.scenario->version},
        case_held(c.IsCaseHeld()),
        entity_zone(context.entity_zone),
        debtor_zone(context.debtor_zone),
        debtor_calendar(context.debtor_calendar) {}
  bool IsThatOf(const Case& c, const Context& context) const {
    return scenario == context.scenario && ref.name == context.scenario->name &&
           ref.version == context.scenario->version && case_held == c.IsCaseHeld() &&
           entity_zone == context.entity_zone && debtor_zone == context.debtor_zone &&
           debtor_calendar == context.debtor_calendar;
  }
};

struct KnownOutlook {
  int level = 0;
  Basis basis;
  Instant made_at{};
  Outlook outlook;

  bool HoldsAt(Instant now) const {
    return made_at <= now && (!outlook.next || now < *outlook.next);
  }
};

namespace {

/// true when a step of the item is due and has not left.
bool IsWaiting(const Case& c, const Item& item, const Scenario& scenario, const Moment& moment,
               Earliest& earliest) {
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

void LookAt(const Case& c, const Item& item, const Scenario& scenario, const Moment& moment,
            Earliest& earliest, Outlook& outlook) {
  earliest.AfterHolds(item.holds);
  const Step* next = NextStepOf(scenario, item);
  if (next != nullptr && next->IsPreventive()) earliest.OnDate(item.Anchor());
  const Date cap = CapDate(item, scenario);
  if (!item.cap_told) earliest.OnDate(cap);
  earliest.After(item.Anchor());  // Overdue: the amounts of other notices change.
  if (IsWaiting(c, item, scenario, moment, earliest)) outlook.waiting = true;
  const bool ended = std::any_of(item.holds.begin(), item.holds.end(), [&](const Hold& hold) {
    return moment.today > hold.until && !hold.escalated;
  });
  const bool expired = next != nullptr && IsExpired(item, *next, moment.today);
  const bool capped = !item.cap_told && moment.today >= cap;
  if (ended || expired || capped) outlook.due = true;
}

Outlook Made(const Case& c, const Items::Page& page, const Context& context, const Moment& moment) {
  Outlook outlook;
  Earliest earliest(context, moment);
  for (const auto& [id, item] : page.entries) {
    LookAt(c, item, *context.scenario, moment, earliest, outlook);
  }
  outlook.next = earliest.Take();
  return outlook;
}

int LevelIn(const Items::Page& page) {
  int highest = 0;
  for (const auto& [id, item] : page.entries) {
    const int reached = item.track.standing.level;
    if (reached > highest && !item.IsHeld() && item.Claimable() > 0) highest = reached;
  }
  return highest;
}

}  // namespace

Outlook OutlookOf(const Case& c, const Items::Page& page, const Context& context,
                  const Moment& moment) {
  if (c.items.pages().size() == 1) return Made(c, page, context, moment);
  const auto& known = page.note;
  if (known && known->basis.IsThatOf(c, context) && known->HoldsAt(moment.now)) {
    return known->outlook;
  }
  const Outlook made = Made(c, page, context, moment);
  page.note = std::make_shared<const KnownOutlook>(
      KnownOutlook{LevelOf(page), Basis(c, context), moment.now, made});
  return made;
}

int LevelOf(const Items::Page& page) {
  return page.note ? page.note->level : LevelIn(page);
}

}  // namespace relance::scenario
