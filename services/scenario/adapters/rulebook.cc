#include "services/scenario/adapters/rulebook.h"

#include "libs/texts/texts.h"
#include "services/scenario/adapters/scenario_yaml.h"
#include "services/scenario/domain/profile.h"

namespace relance::scenario {
namespace {

/// Zone and calendar of the debtor; those of the legal entity where the feed gives none, or one
/// that is not known.
void SetDebtor(const DebtorDocument* debtor, Context& context) {
  context.debtor_zone = context.entity_zone;
  context.debtor_calendar = context.entity_calendar;
  if (debtor == nullptr) return;
  if (const auto zone = Zone::Find(debtor->zone); !debtor->zone.empty() && zone) {
    context.debtor_zone = *zone;
  }
  if (const auto calendar = CalendarByName(debtor->calendar);
      !debtor->calendar.empty() && calendar) {
    context.debtor_calendar = *calendar;
  }
  for (const DebtorContact& contact : debtor->contacts) {
    Contact out;
    out.channel = static_cast<Channel>(contact.channel - 1);
    out.name = contact.id;  // the person's name stays sealed; the id is what keys are made of
    out.id = contact.id;
    out.role = contact.role.empty() ? std::string(kBillingRole) : contact.role;
    out.language = contact.language.empty() ? debtor->language : contact.language;
    out.bounced = contact.bounced;
    context.contacts.push_back(std::move(out));
  }
}

}  // namespace

bool IsFeedStale(const config::v1::LegalEntity& entity, const PartitionDocument& partition,
                 Instant now) {
  const std::string prefix = entity.code() + " ";
  const auto limit = std::chrono::minutes(entity.feed_max_silence_minutes());
  for (auto it = partition.feeds.lower_bound(prefix); it != partition.feeds.end(); ++it) {
    if (!it->first.starts_with(prefix)) break;
    if (IsStale(it->second, limit, now)) return true;
  }
  return false;
}

const Scenario& SilentScenario() {
  static const Scenario kSilent = [] {
    Scenario scenario;
    scenario.name = "none";
    return scenario;
  }();
  return kSilent;
}

const Rulebook::Compiled* Rulebook::Compile(uint32_t version) {
  const auto known = versions_.find(version);
  if (known != versions_.end()) return &known->second;
  const ConfigurationPtr configuration = store_.Version(version);
  if (!configuration) return nullptr;
  Compiled compiled;
  std::map<std::string, int> registers;
  for (const auto& entity : configuration->legal_entities()) ++registers[RegisterOf(entity)];
  for (const auto& entity : configuration->legal_entities()) {
    auto zone = Zone::Find(entity.zone());
    auto calendar = CalendarByName(entity.calendar());
    if (!zone || !calendar) continue;
    compiled.entities.emplace(entity.code(),
                              EntityRules{entity, std::move(*zone), std::move(*calendar),
                                          registers[RegisterOf(entity)] > 1,
                                          texts::CanThank(*configuration, entity.language())});
  }
  for (const auto& file : configuration->scenarios()) {
    auto parsed = ParseScenarioYaml(file.yaml());
    if (!parsed) continue;
    auto scenario = std::make_shared<const Scenario>(std::move(*parsed));
    scenarios_.try_emplace({scenario->name, scenario->version}, scenario);
    compiled.scenarios[scenario->name] = std::move(scenario);
  }
  return &versions_.emplace(version, std::move(compiled)).first->second;
}

std::vector<std::string> Rulebook::EntitiesOf(uint32_t version) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> codes;
  if (const Compiled* compiled = Compile(version)) {
    for (const auto& [code, rules] : compiled->entities) codes.push_back(code);
  }
  return codes;
}

const EntityRules* Rulebook::Entity(uint32_t version, const std::string& entity) {
  const std::lock_guard lock(mutex_);
  const Compiled* compiled = Compile(version);
  if (compiled == nullptr) return nullptr;
  const auto found = compiled->entities.find(entity);
  return found == compiled->entities.end() ? nullptr : &found->second;
}

const Scenario* Rulebook::FindScenario(uint32_t version, const ScenarioRef& ref) {
  const std::lock_guard lock(mutex_);
  const Compiled* compiled = Compile(version);
  for (uint32_t older = version; ref.version > 0 && older > 0; --older) {
    const auto pinned = scenarios_.find({ref.name, ref.version});
    if (pinned != scenarios_.end()) return pinned->second.get();
    (void)Compile(older - 1);
  }
  if (compiled == nullptr) return nullptr;
  const auto found = compiled->scenarios.find(ref.name);
  return found == compiled->scenarios.end() ? nullptr : found->second.get();
}

Result<void> Rulebook::CheckVersion(uint32_t version, const std::string& digest, Millis wait) {
  const ConfigurationPtr configuration = store_.Await(version, wait);
  if (!configuration) {
    return NotFound("configuration version " + std::to_string(version) + " has not arrived");
  }
  if (configuration->digest() != digest) {
    return Conflict("configuration version " + std::to_string(version) + " has another content");
  }
  return {};
}

ScenarioRef EntityRules::ScenarioFor(PayerProfile profile) const {
  for (const auto& own : entity.profiles()) {
    if (own.profile() == Word(profile)) return {own.scenario(), 0};
  }
  return {entity.scenario(), 0};
}

/// Without profiles of its own a legal entity has one scenario, and nothing is computed.
ScenarioRef Rulebook::NextScenario(const EntityRules& rules, const Case& c,
                                   const DebtorDocument* debtor, Instant now) const {
  if (!c.assigned.name.empty()) return c.assigned;
  if (rules.entity.profiles().empty()) return {rules.entity.scenario(), 0};
  const std::string method = debtor != nullptr ? debtor->payment_method : "";
  return rules.ScenarioFor(ProfileOf(c, method, rules.zone.DateOf(now)));
}

Context Rulebook::ContextOf(const AccountId& account, const Case& c,
                            const PartitionDocument& partition, const DebtorDocument* debtor,
                            Instant now) {
  Context context;
  context.scenario = &SilentScenario();
  const EntityRules* rules = Entity(partition.configuration, account.entity);
  if (rules == nullptr) {
    context.entity_zone = *Zone::Find("UTC");
    context.entity_calendar = *CalendarByName("none");
    context.can_thank = false;
  } else {
    context.entity_zone = rules->zone;
    context.entity_calendar = rules->calendar;
    context.can_thank = rules->can_thank;
    const ScenarioRef wanted = c.running ? c.pinned : NextScenario(*rules, c, debtor, now);
    if (const auto* scenario = FindScenario(partition.configuration, wanted)) {
      context.scenario = scenario;
    }
    context.feed_stale = IsFeedStale(rules->entity, partition, now);
    const int per_day = rules->entity.debtor_messages_per_day();
    if (per_day > 0) context.pressure = per_day;
  }
  context.entity_stopped = partition.stops.contains(StopName(account.entity, std::nullopt));
  for (const Channel channel : kChannels) {
    if (partition.stops.contains(StopName(account.entity, channel))) {
      context.channels_stopped.insert(channel);
    }
  }
  SetDebtor(debtor, context);
  return context;
}

}  // namespace relance::scenario
