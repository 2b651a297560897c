#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/calendar/calendar.h"
#include "libs/calendar/zone.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/scenario.h"

namespace relance::scenario {

/// A contact of the debtor, in the order declared.
struct Contact {
  Channel channel = Channel::kEmail;
  std::string name;
  std::string role = std::string(kBillingRole);
  std::string id;
  std::string language;
  bool bounced = false;

  std::string Key() const { return ContactKey(channel, name); }
};

/// What a decision needs besides the case, resolved by the caller for the moment of the decision.
struct Context {
  /// The scenario pinned by the case while its cycle runs (`WantedScenario`), else the one that the
  /// next cycle will pin. Resolved again after a ScenarioAssigned or CycleOpened.
  const Scenario* scenario = nullptr;

  // The legal entity.
  Zone entity_zone;
  Calendar entity_calendar;
  bool entity_stopped = false;
  std::set<Channel> channels_stopped;
  bool feed_stale = false;

  // The debtor.
  Zone debtor_zone;
  Calendar debtor_calendar;
  std::vector<Contact> contacts;
  std::map<Date, int> messages_elsewhere;  ///< Ordinary ones of his other cases, by his civil day.

  std::optional<int> pressure;  ///< Ordinary messages a debtor gets a day; none: no cap.
  bool can_thank = true;        ///< The configuration has words for a thank-you.

  Date Today(Instant now) const { return entity_zone.DateOf(now); }
};

/// The scenario that Context::scenario must hold for this case: pinned, or assigned for the next
/// cycle, or `fallback` (of the profile or the entity). Version 0: the newest.
inline ScenarioRef WantedScenario(const Case& c, const ScenarioRef& fallback) {
  if (c.running) return c.pinned;
  return c.assigned.name.empty() ? fallback : c.assigned;
}

}  // namespace relance::scenario
