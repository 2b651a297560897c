#include "libs/host/journal_host.h"

#include <utility>

namespace relance::host {

std::string CommandsTopic(const std::string& service) {
  return "relance." + service + ".commands.v1";
}
std::string BulkTopic(const std::string& service) {
  return "relance." + service + ".bulk.v1";
}
std::string JournalTopic(const std::string& service) {
  return "relance." + service + ".journal.v1";
}

JournalHost::JournalHost(const kafka::ClientConfig& kafka, JournalHostOptions options,
                         JournalSpec spec, PartitionParts parts)
    : kafka_(kafka), options_(std::move(options)), spec_(std::move(spec)), parts_(parts) {}

JournalHost::~JournalHost() {
  Stop();
}

Result<void> JournalHost::Start() {
  kafka::MembershipOptions membership;
  membership.service = spec_.service;
  membership.installation_id = options_.installation;
  membership.topic = CommandsTopic(spec_.service);
  membership.session_timeout = options_.session_timeout;
  auto joined = kafka::Membership::Join(
      kafka_, membership,
      {.assigned = [this](const std::vector<int>& partitions) { Assigned(partitions); },
       .revoked = [this](const std::vector<int>& partitions, bool) { Revoked(partitions); },
       .failed = {}});
  if (!joined) return Failure(joined.error());
  membership_ = std::move(*joined);
  return {};
}

void JournalHost::Stop() {
  if (membership_) membership_->Leave();
  membership_.reset();
  std::map<int, std::shared_ptr<PartitionHost>> ending;
  {
    const std::lock_guard lock(mutex_);
    ending.swap(owned_);
  }
  for (const auto& [partition, host] : ending) host->EndSoon();
}

journal::OwnerSettings JournalHost::SettingsOf(int partition) const {
  journal::OwnerSettings settings;
  settings.installation = options_.installation;
  settings.topic = JournalTopic(spec_.service);
  settings.partition = partition;
  settings.inputs.push_back({CommandsTopic(spec_.service), journal::InputKind::kCommands});
  if (spec_.has_bulk) {
    settings.inputs.push_back({BulkTopic(spec_.service), journal::InputKind::kBulk});
  }
  for (const auto& followed : spec_.follows) {
    settings.inputs.push_back({JournalTopic(followed), journal::InputKind::kFollowed});
  }
  return settings;
}

void JournalHost::Assigned(const std::vector<int>& partitions) {
  for (const int partition : partitions) {
    auto host =
        std::make_shared<PartitionHost>(parts_, SettingsOf(partition), spec_.domain(partition));
    const std::lock_guard lock(mutex_);
    owned_[partition] = std::move(host);
  }
}

void JournalHost::Revoked(const std::vector<int>& partitions) {
  std::vector<std::shared_ptr<PartitionHost>> ending;
  const auto take = [&] {
    const std::lock_guard lock(mutex_);
    for (const int partition : partitions) {
      const auto found = owned_.find(partition);
      if (found == owned_.end()) continue;
      ending.push_back(std::move(found->second));
      owned_.erase(found);
    }
  };
  take();
  for (const auto& host : ending) host->EndSoon();
  ending.clear();  // waits for their threads, outside the lock
}

std::vector<PartitionState> JournalHost::States(Millis timeout) {
  std::vector<std::shared_ptr<PartitionHost>> owned;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [partition, host] : owned_) owned.push_back(host);
  }
  std::vector<uint64_t> questions;  // all first: they answer side by side
  for (const auto& host : owned) questions.push_back(host->Ask());
  std::vector<PartitionState> states;
  for (size_t i = 0; i < owned.size(); ++i) {
    states.push_back(owned[i]->Answer(questions[i], timeout));
  }
  return states;
}

std::vector<PartitionState> JournalHost::LastStates() {
  const std::lock_guard lock(mutex_);
  std::vector<PartitionState> states;
  for (const auto& [partition, host] : owned_) states.push_back(host->Last());
  return states;
}

bool JournalHost::Owns(int partition) {
  const std::lock_guard lock(mutex_);
  return owned_.contains(partition);
}

int JournalHost::AllowJump() {
  const std::lock_guard lock(mutex_);
  for (const auto& [partition, host] : owned_) host->AllowJump();
  return static_cast<int>(owned_.size());
}

Result<void> JournalHost::RebuildView(int partition) {
  if (partition < 0 || partition >= options_.partitions) {
    return NotFound("there is no partition " + std::to_string(partition));
  }
  redis::RedisViewStore view(parts_.redis, redis::ViewName{spec_.service, partition, spec_.layout});
  return view.Wipe();
}

}  // namespace relance::host
