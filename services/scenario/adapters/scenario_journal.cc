#include "services/scenario/adapters/scenario_journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "libs/base/overloaded.h"
#include "services/scenario/adapters/turn.h"
#include "services/scenario/domain/evolve.h"

namespace relance::scenario {
namespace {

using journal::CommandInput;
using journal::Documents;
using journal::FollowedRecord;
using journal::Input;
using journal::WakeUpInput;

/// Keys that deciding about a case reads.
void NeedCase(const AccountId& account, Documents& documents, std::vector<std::string>& keys) {
  documents.Need<CaseDocument>(CaseKey(account), keys);
  keys.push_back(DebtorKey(account));
}

void NeedBucket(const std::string& entity, int bucket, Documents& documents,
                std::vector<std::string>& keys) {
  const std::string key = OpenKey(entity, bucket);
  keys.push_back(key);
  if (!documents.Knows(key)) return;
  const auto* open = documents.Find<OpenCases>(key);
  if (open == nullptr) return;
  for (const auto& account : open->accounts) NeedCase({entity, account}, documents, keys);
}

void NeedAsks(Documents& documents, std::vector<std::string>& keys) {
  if (!documents.Knows(kPartitionKey)) return;
  const auto* partition = documents.Find<PartitionDocument>(kPartitionKey);
  if (partition == nullptr) return;
  for (const Ask& ask : partition->asks) NeedCase({ask.entity, ask.account}, documents, keys);
}

void NeedFollowed(const std::string& topic, const FollowedRecord& record, Documents& documents,
                  std::vector<std::string>& keys) {
  for (const auto& entry : record.entries) {
    if (topic.find(".notifier.") != topic.npos) {
      for (const auto& account : AccountsOfNotifierEntry(entry)) NeedCase(account, documents, keys);
    } else if (entry.key.starts_with("account/")) {
      if (const auto account = AccountOfLedgerKey(entry)) NeedCase(*account, documents, keys);
    } else {
      NeedAsks(documents, keys);
      for (const auto& entity : EntitiesOfFeedEntry(entry)) keys.push_back(ReplanKey(entity));
    }
  }
}

void NeedCommand(const v1::ScenarioInput& input, Rulebook& rulebook, Documents& documents,
                 std::vector<std::string>& keys) {
  if (const auto account = AccountOfCommand(input)) return NeedCase(*account, documents, keys);
  for (const auto& move : input.move_cases().moves())
    NeedCase(FromProto(move.account()), documents, keys);
  if (input.has_set_stop_switch()) {
    keys.push_back(ReplanKey(input.set_stop_switch().legal_entity()));
  } else if (input.has_activate_configuration()) {
    for (const auto& entity : rulebook.EntitiesOf(input.activate_configuration().version())) {
      keys.push_back(ReplanKey(entity));
    }
  }
}

}  // namespace

std::string FenceId(int partition, uint64_t sequence, const std::string& unique) {
  return fmt::format("scenario/{}/{}/{}", partition, sequence, unique);
}

std::optional<uint64_t> SequenceOfFence(const std::string& fence_id, int partition) {
  const std::string prefix = fmt::format("scenario/{}/", partition);
  if (!fence_id.starts_with(prefix)) return std::nullopt;
  uint64_t sequence = 0;
  const char* begin = fence_id.data() + prefix.size();
  const char* end = fence_id.data() + fence_id.size();
  const auto read = std::from_chars(begin, end, sequence);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != '/') return std::nullopt;
  return sequence;
}

std::vector<std::string> ScenarioJournal::Needs(const Input& input, Documents& documents) {
  std::vector<std::string> keys{kPartitionKey};
  std::visit(
      Overloaded{
          [&](const CommandInput& command) {
            v1::ScenarioInput in;
            if (in.ParseFromString(command.content)) NeedCommand(in, rulebook_, documents, keys);
          },
          [&](const journal::DocumentInput&) {},
          [&](const FollowedRecord& record) { NeedFollowed(input.topic, record, documents, keys); },
          [&](const WakeUpInput& wake_up) {
            keys.push_back(wake_up.key);
            if (const auto account = AccountOfCaseKey(wake_up.key)) {
              return NeedCase(*account, documents, keys);
            }
            if (!documents.Knows(wake_up.key)) return;
            const auto* replan = documents.Find<ReplanDocument>(wake_up.key);
            if (replan == nullptr || replan->next_bucket >= kBuckets) return;
            NeedBucket(EntityOfReplanKey(wake_up.key), replan->next_bucket, documents, keys);
          }},
      input.body);
  std::erase_if(keys, [&](const std::string& key) { return documents.Knows(key); });
  return keys;
}

journal::Decision ScenarioJournal::Decide(const Input& input, Documents& documents, Instant now) {
  Turn turn(rulebook_, documents, partition_, now);
  return std::visit(
      Overloaded{
          [&](const CommandInput& command) { return turn.DecideCommand(command); },
          [&](const journal::DocumentInput&) {
            journal::Decision decision;
            decision.park = journal::ParkReason{"unexpected", "command"};
            return decision;
          },
          [&](const FollowedRecord& record) { return turn.DecideFollowed(input.topic, record); },
          [&](const WakeUpInput& wake_up) { return turn.DecideWakeUp(wake_up); }},
      input.body);
}

std::vector<journal::Effect> ScenarioJournal::Conclude(const std::vector<std::string>& touched,
                                                       Documents& documents, Instant now) {
  Turn turn(rulebook_, documents, partition_, now);
  return turn.Conclude(touched);
}

std::vector<std::string> ScenarioJournal::NeedsToEvolve(const std::string& key,
                                                        const std::vector<std::string>&,
                                                        Documents& documents) {
  std::vector<std::string> keys;
  if (const auto account = AccountOfCaseKey(key)) {
    NeedCase(*account, documents, keys);
    keys.push_back(OpenKey(account->entity, BucketOf(account->account)));
  } else if (!key.starts_with("parked/")) {
    keys.push_back(key);
    if (const auto worked = AccountOfWorkKey(key))
      documents.Need<CaseDocument>(CaseKey(*worked), keys);
  }
  std::erase_if(keys, [&](const std::string& k) { return documents.Knows(k); });
  return keys;
}

Result<void> ScenarioJournal::Evolve(const std::string& key, std::string_view fact,
                                     Documents& documents, uint64_t sequence, Instant at) {
  v1::ScenarioFact in;
  if (!in.ParseFromArray(fact.data(), static_cast<int>(fact.size()))) {
    return Corrupt("a fact cannot be read");
  }
  if (const auto account = AccountOfCaseKey(key)) return EvolveCase(*account, in, documents);
  if (const auto account = AccountOfWorkKey(key)) return EvolveWork(*account, in, documents);
  if (key == kPartitionKey) return EvolvePartition(in, documents, sequence, at);
  if (in.has_debtor_joined() || in.has_debtor_insolvent()) {
    return EvolveDebtorCases(key, in, documents);
  }
  if (in.has_replan_moved()) return EvolveReplan(key, in.replan_moved(), documents);
  return {};
}

journal::Effect ScenarioJournal::Parked(const Input& input, int partition,
                                        const journal::ParkReason& reason) {
  v1::ScenarioFact fact;
  auto* parked = fact.mutable_input_parked();
  parked->set_topic(input.topic);
  parked->set_partition(partition);
  parked->set_offset(input.offset);
  parked->set_reason(reason.reason);
  parked->set_field(reason.field);
  const auto* wake_up = std::get_if<WakeUpInput>(&input.body);
  if (wake_up == nullptr) {
    return {fmt::format("parked/{}/{}", input.topic, input.offset), {fact.SerializeAsString()}};
  }
  v1::ScenarioFact asleep;  // a wake-up that cannot be decided is not asked for again
  asleep.mutable_wake_up_set()->set_stamp(wake_up->stamp + 1);
  return {wake_up->key, {fact.SerializeAsString(), asleep.SerializeAsString()}};
}

}  // namespace relance::scenario
