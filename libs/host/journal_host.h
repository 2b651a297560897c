#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/host/owner_metrics.h"
#include "libs/host/partition.h"
#include "libs/kafka/membership.h"

namespace relance::host {

/// What makes a service's journal its own.
struct JournalSpec {
  std::string service;  ///< "ledger": its journal is relance.ledger.journal.v1.
  int layout = 1;       ///< Of its views.
  bool has_bulk = false;
  std::vector<std::string> follows;  ///< Services whose journals it follows.
  std::function<std::unique_ptr<journal::Domain>(int partition)> domain;
};

struct JournalHostOptions {
  std::string installation;
  int partitions = 4;
  Millis session_timeout{45'000};
};

/// The partitions of one service that this process owns, as the consumer group gives them.
class JournalHost {
 public:
  JournalHost(const kafka::ClientConfig& kafka, JournalHostOptions options, JournalSpec spec,
              PartitionParts parts);
  ~JournalHost();

  /// Joins the group. From here on partitions come and go.
  Result<void> Start();
  /// Gives all partitions up and leaves; idempotent.
  void Stop();

  std::vector<PartitionState> States(Millis timeout);
  /// What they published last; never waits.
  std::vector<PartitionState> LastStates();
  bool Owns(int partition);
  /// Wipes a view; its owner, wherever it is, notices within a second and rebuilds it.
  Result<void> RebuildView(int partition);
  /// The clock of this process is right whatever the journal says. How many partitions heard it.
  int AllowJump();
  int Partitions() const { return options_.partitions; }
  const JournalSpec& spec() const { return spec_; }

 private:
  void Assigned(const std::vector<int>& partitions);
  void Revoked(const std::vector<int>& partitions);
  journal::OwnerSettings SettingsOf(int partition) const;

  const kafka::ClientConfig kafka_;
  const JournalHostOptions options_;
  const JournalSpec spec_;
  const PartitionParts parts_;
  std::mutex mutex_;
  std::map<int, std::shared_ptr<PartitionHost>> owned_;
  std::unique_ptr<kafka::Membership> membership_;
};

std::string CommandsTopic(const std::string& service);
std::string BulkTopic(const std::string& service);
std::string JournalTopic(const std::string& service);

}  // namespace relance::host
