#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/configuration/store.h"
#include "services/scenario/adapters/documents.h"
#include "services/scenario/domain/context.h"

namespace relance::scenario {

/// One legal entity of one configuration version, ready to decide with.
struct EntityRules {
  config::v1::LegalEntity entity;
  Zone zone;
  Calendar calendar;
  bool shares_register = false;  ///< Other legal entities have the same debtors.
  bool can_thank = false;        ///< It has words for a thank-you in its language.

  /// Of a profile: its own, else that of the legal entity; the newest version.
  ScenarioRef ScenarioFor(PayerProfile profile) const;
};

/// All configuration versions, compiled once each. Thread-safe; what it returns lives as long as
/// it does.
class Rulebook {
 public:
  explicit Rulebook(ConfigurationStore& store) : store_(store) {}

  /// Codes of the legal entities of a version; none when it is not known.
  std::vector<std::string> EntitiesOf(uint32_t version);
  /// nullptr when the version or the entity is not known.
  const EntityRules* Entity(uint32_t version, const std::string& entity);
  /// The pinned version, or with version 0 the one of the configuration version; nullptr if none.
  const Scenario* FindScenario(uint32_t version, const ScenarioRef& ref);
  /// Whether a version can be decided with; kNotFound, kConflict (another digest), kInvalid.
  Result<void> CheckVersion(uint32_t version, const std::string& digest, Millis wait);

  /// The scenario that the case follows from its next cycle on.
  ScenarioRef NextScenario(const EntityRules& rules, const Case& c, const DebtorDocument* debtor,
                           Instant now) const;
  /// Everything a decision about a case needs besides the case. The debtor may be unknown.
  Context ContextOf(const AccountId& account, const Case& c, const PartitionDocument& partition,
                    const DebtorDocument* debtor, Instant now);

 private:
  struct Compiled {
    std::map<std::string, EntityRules> entities;
    std::map<std::string, std::shared_ptr<const Scenario>> scenarios;  ///< By name.
  };
  const Compiled* Compile(uint32_t version);

  ConfigurationStore& store_;
  std::mutex mutex_;
  std::map<uint32_t, Compiled> versions_;
  std::map<std::pair<std::string, int64_t>, std::shared_ptr<const Scenario>> scenarios_;
};

/// Whether any feed of the legal entity is stale.
bool IsFeedStale(const config::v1::LegalEntity& entity, const PartitionDocument& partition,
                 Instant now);

/// A scenario without steps: what a case of an entity without configuration follows.
const Scenario& SilentScenario();

}  // namespace relance::scenario
