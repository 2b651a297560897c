#include "services/scenario/adapters/configuration_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "libs/base/account_id.h"
#include "libs/calendar/calendar.h"
#include "libs/calendar/zone.h"
#include "libs/texts/texts.h"
#include "services/scenario/adapters/scenario_yaml.h"
#include "services/scenario/domain/scenario_bounds.h"
#include "services/scenario/domain/words.h"

namespace relance::scenario {
namespace {

class Problems {
 public:
  void Add(const std::string& file, const std::string& field, const std::string& reason,
           int line = 0, int column = 0) {
    auto& problem = found_.emplace_back();
    problem.set_file(file);
    problem.set_field(field);
    problem.set_reason(reason);
    problem.set_line(line);
    problem.set_column(column);
  }
  std::vector<v1::ConfigurationProblem> Take() { return std::move(found_); }

 private:
  std::vector<v1::ConfigurationProblem> found_;
};

using Scenarios = std::map<std::string, ScenarioFile>;  // by name

Scenarios CheckScenarios(const config::v1::Configuration& configuration, Problems& problems) {
  Scenarios scenarios;
  for (const auto& file : configuration.scenarios()) {
    const std::string name = "scenarios/" + file.name() + ".yaml";
    const auto [read, is_new] =
        scenarios.insert_or_assign(file.name(), ReadScenarioYaml(file.yaml()));
    for (const auto& problem : read->second.problems) {
      problems.Add(name, problem.field, problem.reason, problem.line, problem.column);
    }
    if (!is_new) problems.Add(name, "name", "is given twice");
  }
  return scenarios;
}

/// nullptr when there is none of that name, or it cannot be used.
const ScenarioFile* FindSound(const Scenarios& scenarios, const std::string& name) {
  const auto found = scenarios.find(name);
  return found != scenarios.end() && found->second.problems.empty() ? &found->second : nullptr;
}

void CheckProfiles(const config::v1::LegalEntity& entity, const std::string& at,
                   const Scenarios& scenarios, Problems& problems) {
  std::set<std::string> named;
  for (const auto& own : entity.profiles()) {
    const std::string field = at + "profiles." + own.profile();
    if (!PayerProfileOf(own.profile())) {
      problems.Add("legal_entities.yaml", field, "is no profile of payers");
    }
    if (!named.insert(own.profile()).second) {
      problems.Add("legal_entities.yaml", field, "is given twice");
    }
    if (!scenarios.contains(own.scenario())) {
      problems.Add("legal_entities.yaml", field, "there is no scenario '" + own.scenario() + "'");
    }
  }
}

void CheckEntities(const config::v1::Configuration& configuration, const Scenarios& scenarios,
                   Problems& problems) {
  const std::string file = "legal_entities.yaml";
  std::set<std::string> codes;
  for (const auto& entity : configuration.legal_entities()) {
    const std::string at = "legal_entities[" + entity.code() + "].";
    const auto account = MakeAccountId(entity.code(), "x");
    if (!account) problems.Add(file, at + "code", account.error().message);
    if (!codes.insert(entity.code()).second) problems.Add(file, at + "code", "is given twice");
    if (const auto zone = Zone::Find(entity.zone()); !zone) {
      problems.Add(file, at + "zone", zone.error().message);
    }
    if (const auto calendar = CalendarByName(entity.calendar()); !calendar) {
      problems.Add(file, at + "calendar", calendar.error().message);
    }
    if (entity.name().empty()) problems.Add(file, at + "name", "is missing");
    if (!scenarios.contains(entity.scenario())) {
      problems.Add(file, at + "scenario", "there is no scenario '" + entity.scenario() + "'");
    }
    CheckProfiles(entity, at, scenarios, problems);
  }
  for (const auto& feed : configuration.feeds()) {
    for (const auto& code : feed.legal_entities()) {
      if (!codes.contains(code)) {
        problems.Add("feeds.yaml", feed.topic(), "there is no legal entity '" + code + "'");
      }
    }
  }
}

/// The scenarios that may become those of a legal entity's cases.
std::set<std::string> ScenariosOf(const config::v1::LegalEntity& entity) {
  std::set<std::string> names{entity.scenario()};
  for (const auto& own : entity.profiles()) names.insert(own.scenario());
  return names;
}

ScenarioBounds BoundsOf(const config::v1::LegalEntity& entity) {
  ScenarioBounds bounds;
  bounds.min_gap_days = entity.min_gap_days();
  const auto& costs = entity.message_costs();
  if (const auto currency = ParseCurrency(costs.currency())) bounds.currency = *currency;
  for (const auto& cost : costs.channels()) {
    if (const auto channel = ChannelOf(cost.channel())) {
      bounds.message_cost[*channel] = cost.minor_units();
    }
  }
  if (costs.has_limit()) bounds.most_cost = costs.limit().minor_units();
  return bounds;
}

void CheckMessageCosts(const config::v1::LegalEntity& entity, Problems& problems) {
  if (!entity.has_message_costs()) return;
  const auto& costs = entity.message_costs();
  const std::string at = "legal_entities[" + entity.code() + "].message_costs.";
  const auto say = [&](const std::string& field, const std::string& reason) {
    problems.Add("legal_entities.yaml", at + field, reason);
  };
  if (!ParseCurrency(costs.currency())) say("currency", "is no currency of ISO 4217");
  for (const auto& cost : costs.channels()) {
    if (!ChannelOf(cost.channel())) say(cost.channel(), "is no channel");
    if (cost.minor_units() < 0) say(cost.channel(), "is negative");
  }
  if (!costs.has_limit()) return;
  if (costs.limit().currency() != costs.currency()) say("limit", "is of another currency");
  if (costs.limit().minor_units() < 0) say("limit", "is negative");
}

/// Every scenario that a legal entity may follow keeps within what the entity asks for.
void CheckAgainstBounds(const config::v1::Configuration& configuration, const Scenarios& scenarios,
                        Problems& problems) {
  for (const auto& entity : configuration.legal_entities()) {
    if (entity.min_gap_days() < 0) {
      problems.Add("legal_entities.yaml", "legal_entities[" + entity.code() + "].min_gap_days",
                   "is negative");
    }
    CheckMessageCosts(entity, problems);
    for (const auto& name : ScenariosOf(entity)) {
      const ScenarioFile* file = FindSound(scenarios, name);
      if (file == nullptr) continue;
      for (const auto& problem : CheckBounds(file->scenario, BoundsOf(entity))) {
        const auto [line, column] = file->PlaceOf(problem.field);
        problems.Add("scenarios/" + name + ".yaml", problem.field,
                     entity.code() + " asks for " + problem.reason, line, column);
      }
    }
  }
}

bool IsMail(const Step& step) {
  const auto has = [](const std::vector<Channel>& channels) {
    return std::ranges::find(channels, Channel::kEmail) != channels.end();
  };
  return step.action == Action::kMessage && (has(step.channels) || has(step.fallback));
}

/// Whoever thanks in one language does it in all of them.
bool HasThanks(const config::v1::Configuration& configuration) {
  return std::ranges::any_of(configuration.texts(),
                             [](const auto& text) { return text.template_() == texts::kThanks; });
}

/// Every text that mails of this configuration are going to ask for.
std::vector<texts::NeededText> TextsOf(const config::v1::Configuration& configuration,
                                       const Scenarios& scenarios) {
  std::vector<texts::NeededText> needed;
  for (const auto& entity : configuration.legal_entities()) {
    const std::string writes = entity.code() + " writes in this language, ";
    for (const auto& name : ScenariosOf(entity)) {
      const ScenarioFile* file = FindSound(scenarios, name);
      if (file == nullptr) continue;
      for (const Step& step : file->scenario.steps) {
        if (!IsMail(step)) continue;
        needed.push_back({step.template_id.empty() ? step.id : step.template_id, entity.language(),
                          writes + "step " + step.id + " of " + name});
      }
    }
    needed.push_back({std::string(kInstalmentStep), entity.language(),
                      writes + "the reminder of an instalment"});
    if (HasThanks(configuration)) {
      needed.push_back(
          {std::string(texts::kThanks), entity.language(), writes + "thanks for a payment"});
    }
  }
  return needed;
}

void CheckTexts(const config::v1::Configuration& configuration, const Scenarios& scenarios,
                Problems& problems) {
  for (const auto& problem : texts::CheckTexts(configuration, TextsOf(configuration, scenarios))) {
    problems.Add("texts", problem.what, problem.reason);
  }
}

}  // namespace

std::vector<v1::ConfigurationProblem> CheckConfiguration(
    const config::v1::Configuration& configuration) {
  Problems problems;
  const Scenarios scenarios = CheckScenarios(configuration, problems);
  CheckEntities(configuration, scenarios, problems);
  CheckAgainstBounds(configuration, scenarios, problems);
  CheckTexts(configuration, scenarios, problems);
  return problems.Take();
}

}  // namespace relance::scenario
