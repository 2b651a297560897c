#include "tools/relance/rehearsal/rehearse.h"

#include <algorithm>

#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/rehearsal.h"
#include "services/scenario/adapters/scenario_yaml.h"

namespace relance::cli {
namespace {

constexpr const char* kLedgerTopic = "relance.ledger.journal.v1";
constexpr const char* kScenarioTopic = "relance.scenario.journal.v1";

using Records = std::vector<journal::Record>;

Result<Records> Read(const PartitionSource& source, const ArchiveOpening& opening, int partition,
                     const std::function<void(const std::string&)>& progress) {
  Records out;
  const auto keep = [&](int64_t, const std::string&, const journal::Record& record) {
    out.push_back(record);
  };
  const auto read = ReadAccepted(source, opening, partition, keep, progress);
  if (!read) return Failure(read.error());
  return out;
}

Instant LastOf(const Records& records) {
  return records.empty() ? Instant{} : records.back().header.recorded_at;
}

bool FollowsScenario(const config::v1::Configuration& configuration, const std::string& name) {
  const auto& entities = configuration.legal_entities();
  return std::ranges::any_of(entities, [&](const auto& entity) {
    return entity.scenario() == name ||
           std::ranges::any_of(entity.profiles(),
                               [&](const auto& profile) { return profile.scenario() == name; });
  });
}

}  // namespace

Result<Rehearsed> Rehearse(const RecordedJournals& journals, ConfigurationStore& configurations,
                           const std::function<void(const std::string&)>& progress) {
  Rehearsed out;
  const int partitions = configurations.Partitions();
  for (int partition = 0; partition < partitions; ++partition) {
    const auto ledger = Read(journals.ledger, {journals.installation, kLedgerTopic, partitions, ""},
                             partition, progress);
    if (!ledger) return Failure(ledger.error());
    const auto acts =
        Read(journals.scenario, {journals.installation, kScenarioTopic, partitions, ""}, partition,
             progress);
    if (!acts) return Failure(acts.error());
    const Instant end = std::max(LastOf(*ledger), LastOf(*acts));
    scenario::Rehearsal rehearsal(configurations, partition);
    rehearsal.Play(*ledger, *acts);
    rehearsal.PassUntil(end);
    out.until = std::max(out.until, end);
    std::ranges::copy(rehearsal.sent(), std::back_inserter(out.notices));
    std::ranges::copy(rehearsal.problems(), std::back_inserter(out.problems));
  }
  std::ranges::stable_sort(out.notices, {}, [](const auto& notice) {
    return std::tuple(notice.cleared_at_ms(), notice.account().legal_entity(),
                      notice.account().number());
  });
  return out;
}

Result<config::v1::Configuration> WithScenario(const config::v1::Configuration& configuration,
                                               const std::string& yaml) {
  const auto read = scenario::ReadScenarioYaml(yaml);
  if (!read.problems.empty()) {
    return Invalid(scenario::ToString(read.problems.front()), "FILE");
  }
  const std::string& name = read.scenario.name;
  if (!FollowsScenario(configuration, name)) {
    return NotFound("no legal entity follows a scenario named " + name +
                    ": give the file the name of the one that it is to replace");
  }
  config::v1::Configuration out = configuration;
  out.set_version(configuration.version() + 1);
  for (auto& file : *out.mutable_scenarios()) {
    if (file.name() == name) file.set_yaml(yaml);
  }
  out.set_digest(ContentDigest(out));
  return out;
}

std::vector<RehearsedRow> Summary(const Rehearsed& rehearsed, Date from, Date to) {
  using Key = std::tuple<std::string, int, std::string, std::string, std::string>;
  std::map<Key, RehearsedRow> rows;
  for (const auto& notice : rehearsed.notices) {
    const auto day = scenario::FromProto(notice.local_date());
    if (!day || *day < from || *day > to) continue;
    const auto channel = notice.contacts().empty()
                             ? std::nullopt
                             : scenario::FromProto(notice.contacts(0).contact().channel());
    const std::string way(channel ? scenario::Word(*channel) : "none");
    const auto& entity = notice.account().legal_entity();
    const auto count = [&](const std::string& currency, int64_t net) {
      auto& row = rows[{entity, notice.level(), notice.step(), way, currency}];
      row.entity = entity;
      row.step = notice.step();
      row.channel = way;
      row.currency = currency;
      ++row.notices;
      row.net += net;
    };
    if (notice.has_thanks()) count("", 0);
    for (const auto& content : notice.contents()) count(content.currency(), content.net());
  }
  std::vector<RehearsedRow> out;
  for (auto& [key, row] : rows) out.push_back(std::move(row));
  return out;
}

}  // namespace relance::cli
