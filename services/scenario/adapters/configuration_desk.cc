#include "services/scenario/adapters/configuration_desk.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "libs/host/submit.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/configuration_check.h"
#include "services/scenario/adapters/scenario_yaml.h"

namespace relance::scenario {
namespace {

constexpr const char* kConfigurationTopic = "relance.config.v1";
constexpr int kMovesAtOnce = 100;

/// One line of a difference: name to bytes.
using Parts = std::map<std::string, std::string>;

Parts PartsOf(const config::v1::Configuration& configuration) {
  Parts parts;
  for (const auto& e : configuration.legal_entities()) {
    parts["legal entity " + e.code()] = e.SerializeAsString();
  }
  for (const auto& s : configuration.scenarios()) {
    parts["scenario " + s.name()] = s.SerializeAsString();
  }
  for (const auto& t : configuration.texts()) {
    parts["text " + t.template_() + " " + t.language()] = t.SerializeAsString();
  }
  for (const auto& f : configuration.feeds()) {
    // A map has no order of its own; feeds are compared by what a reader sees.
    parts["feed " + f.topic()] = f.DebugString();
  }
  return parts;
}

v1::ConfigurationChange Change(const std::string& what, const std::string& change) {
  v1::ConfigurationChange out;
  out.set_what(what);
  out.set_change(change);
  return out;
}

/// Cases are pinned to a version of a scenario: what it says may never change. How it is written
/// may.
std::vector<v1::ConfigurationProblem> ChangedInPlace(const config::v1::Configuration& wanted,
                                                     const ConfigurationStore& store) {
  std::vector<v1::ConfigurationProblem> problems;
  std::set<std::string> told;
  for (uint32_t version = store.Newest()->version(); version > 0; --version) {
    const auto published = store.Version(version);
    if (!published) continue;
    for (const auto& file : wanted.scenarios()) {
      const auto old =
          std::ranges::find(published->scenarios(), file.name(), &config::v1::ScenarioFile::name);
      if (old == published->scenarios().end() || old->yaml() == file.yaml()) continue;
      const auto before = ParseScenarioYaml(old->yaml());
      const auto after = ParseScenarioYaml(file.yaml());
      if (!before || !after || before->version != after->version || *before == *after) continue;
      if (!told.insert(file.name()).second) continue;
      auto& problem = problems.emplace_back();
      problem.set_file("scenarios/" + file.name() + ".yaml");
      problem.set_field("version");
      problem.set_reason("version " + std::to_string(after->version) +
                         " was published with other rules, and cases may follow it: raise it");
    }
  }
  return problems;
}

std::string DetailOf(const config::v1::ScenarioFile& before,
                     const config::v1::ScenarioFile& after) {
  if (before.version() == after.version()) return "";
  return "version " + std::to_string(before.version()) + " -> " + std::to_string(after.version());
}

}  // namespace

std::vector<v1::ConfigurationChange> Differences(const config::v1::Configuration& current,
                                                 const config::v1::Configuration& next) {
  std::vector<v1::ConfigurationChange> changes;
  const Parts before = PartsOf(current);
  const Parts after = PartsOf(next);
  for (const auto& [what, bytes] : after) {
    const auto old = before.find(what);
    if (old == before.end()) {
      changes.push_back(Change(what, "added"));
    } else if (old->second != bytes) {
      changes.push_back(Change(what, "changed"));
    }
  }
  for (const auto& [what, bytes] : before) {
    if (!after.contains(what)) changes.push_back(Change(what, "removed"));
  }
  for (auto& change : changes) {
    if (change.change() != "changed") continue;
    for (const auto& file : next.scenarios()) {
      const auto old =
          std::ranges::find(current.scenarios(), file.name(), &config::v1::ScenarioFile::name);
      if (change.what() != "scenario " + file.name() || old == current.scenarios().end()) continue;
      change.set_detail(DetailOf(*old, file));
    }
  }
  return changes;
}

Result<ConfigurationPtr> ConfigurationDesk::Publish(config::v1::Configuration next) {
  kafka::OutgoingRecord record;
  record.topic = kConfigurationTopic;
  record.partition = 0;
  record.key = std::to_string(next.version());
  record.value = next.SerializeAsString();
  if (const auto sent = producer_.SendAndWait(record); !sent) return Failure(sent.error());
  ConfigurationPtr published = store_.Await(next.version(), timeout_);
  if (!published) return Unavailable("the configuration topic has not returned the version");
  if (published->digest() != next.digest()) {
    return Conflict("somebody else applied a configuration at the same time");
  }
  return published;
}

std::vector<v1::ConfigurationProblem> ConfigurationDesk::Check(
    const config::v1::Configuration& wanted) const {
  auto problems = CheckConfiguration(wanted);
  std::ranges::move(ChangedInPlace(wanted, store_), std::back_inserter(problems));
  return problems;
}

Result<v1::ApplyConfigurationResponse> ConfigurationDesk::Apply(
    const v1::ApplyConfigurationRequest& request, const CommandId& id,
    const journal::Identity& by) {
  const auto& wanted = request.configuration();
  v1::ApplyConfigurationResponse response;
  for (auto& problem : Check(wanted)) *response.add_problems() = std::move(problem);
  if (response.problems_size() > 0) return response;

  ConfigurationPtr active = store_.Newest();
  const std::string digest = ContentDigest(wanted);
  if (active->digest() != digest) {
    const bool planned = request.based_on_version() != 0 || !request.based_on_digest().empty();
    if (planned && (active->version() != request.based_on_version() ||
                    active->digest() != request.based_on_digest())) {
      return Conflict("the plan was made on version " + std::to_string(request.based_on_version()) +
                      ", and version " + std::to_string(active->version()) +
                      " is active: plan again");
    }
    config::v1::Configuration next = wanted;
    next.set_version(active->version() + 1);
    next.set_digest(digest);
    next.set_applied_at_ms(ToMillis(clock_.Now()));
    next.set_applied_by(by.actor);
    auto published = Publish(std::move(next));
    if (!published) return Failure(published.error());
    active = *published;
  }
  v1::ScenarioInput input;
  input.mutable_activate_configuration()->set_version(active->version());
  input.mutable_activate_configuration()->set_digest(active->digest());
  response.set_version(active->version());
  response.set_partitions(store_.Partitions());
  for (int p = 0; p < store_.Partitions(); ++p) {
    const auto outcome =
        host::SubmitAndWait(front_, p, id, by, input.SerializeAsString(), timeout_);
    if (!outcome) return Failure(outcome.error());
    response.set_accepted(response.accepted() + 1);
  }
  return response;
}

Result<v1::MoveCasesResponse> ConfigurationDesk::Move(const v1::MoveCasesRequest& request,
                                                      const CommandId& id,
                                                      const journal::Identity& by) {
  if (request.moves_size() > kMovesAtOnce) {
    return Invalid("at most " + std::to_string(kMovesAtOnce) + " in one call", "moves");
  }
  std::map<int, v1::ScenarioInput> by_partition;
  for (const auto& move : request.moves()) {
    const auto account = MakeAccountId(move.account().legal_entity(), move.account().number());
    if (!account) return Failure(account.error());
    const auto partition = store_.PartitionOf(*account);
    if (!partition) return Failure(partition.error());
    *by_partition[*partition].mutable_move_cases()->add_moves() = move;
  }
  std::set<AccountId> moved;
  for (const auto& [partition, input] : by_partition) {
    const auto outcome =
        host::SubmitAndWait(front_, partition, id, by, input.SerializeAsString(), timeout_);
    if (!outcome) return Failure(outcome.error());
    v1::MoveCasesReply reply;
    (void)reply.ParseFromString(outcome->reply);
    for (const auto& account : reply.moved()) moved.insert(FromProto(account));
  }
  v1::MoveCasesResponse response;
  response.set_moved(static_cast<int>(moved.size()));
  for (const auto& move : request.moves()) {
    if (!moved.contains(FromProto(move.account()))) *response.add_stayed() = move.account();
  }
  return response;
}

}  // namespace relance::scenario
