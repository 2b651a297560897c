#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/kafka/client.h"
#include "libs/kafka/producer.h"

namespace relance::kafka {

struct FeedRecord {
  std::string topic;
  int partition = 0;
  int64_t offset = 0;
  std::optional<Instant> timestamp;
  std::optional<std::string> key;
  std::optional<std::string> value;  ///< None: a tombstone.
  Headers headers;
};

/// Where a feed partition stands: `end` is the offset the next record of the ERP will get.
struct FeedLag {
  std::string topic;
  int partition = 0;
  int64_t handled = 0;  ///< All below are acknowledged.
  int64_t end = 0;
};

struct IntakeOptions {
  std::string group;  ///< "relance.ledger.intake." + installation id
  std::vector<std::string> topics;
  Millis session_timeout{45'000};
  Millis fetch_wait{100};
  int queued_records = 2000;
};

/// Reads ERP topics as a group of its own, from their beginning. Offsets are committed only for
/// what the caller acknowledged; what was not comes again, here or at another member. One thread
/// calls.
class IntakeConsumer {
 public:
  static Result<std::unique_ptr<IntakeConsumer>> Create(const ClientConfig& config,
                                                        const IntakeOptions& options);
  /// Commits what was acknowledged and leaves the group.
  ~IntakeConsumer();
  IntakeConsumer(const IntakeConsumer&) = delete;
  IntakeConsumer& operator=(const IntakeConsumer&) = delete;

  /// The next record, or none within `timeout`. Call it at least every five minutes.
  Result<std::optional<FeedRecord>> Poll(Millis timeout);
  /// Everything of this partition up to and including `offset` is handled. No effect when the
  /// partition has gone to another member meanwhile.
  void Acknowledge(const std::string& topic, int partition, int64_t offset);
  /// Commits what was acknowledged since the last commit.
  Result<void> Commit();
  /// Every partition this member reads.
  Result<std::vector<FeedLag>> Lag(Millis timeout);

 private:
  struct State;
  explicit IntakeConsumer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::kafka
