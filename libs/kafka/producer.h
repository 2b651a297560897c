#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/kafka/client.h"

namespace relance::kafka {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct OutgoingRecord {
  std::string topic;
  std::optional<int> partition;  ///< None: by the murmur2 hash of the key, at random without one.
  std::optional<std::string> key;
  std::optional<std::string> value;  ///< None: a tombstone.
  Headers headers;
};

/// How sending ended. Without an offset: kInvalid = the broker will never take it (too large),
/// kNotFound = no such topic or partition, kUnavailable = it may or may not have arrived.
using Delivery = Result<int64_t>;

struct ProducerOptions {
  /// true: librdkafka retries without duplicates, within `timeout`. An offset reported after such a
  /// retry may be invented by this version of librdkafka: it is a hint, not a position.
  /// false: each record is sent at most once and a reported offset is where it lies.
  bool idempotent = true;
  Millis timeout{5000};  ///< After which an unanswered record is reported as kUnavailable.
  Millis linger{0};
  int max_queued_records = 10'000;
  int max_queued_kbytes = 65'536;
  int max_record_bytes = 4 * 1024 * 1024;
};

/// The producer of a journal: each record at most once, nothing repeated behind the owner's back.
inline ProducerOptions JournalProducerOptions() {
  ProducerOptions options;
  options.idempotent = false;
  return options;
}

/// A producer and its thread. All calls are safe from any thread. Destroying it drops what has not
/// been delivered; no callback runs afterwards.
class Producer {
 public:
  using Done = std::function<void(const Delivery&)>;

  static Result<std::unique_ptr<Producer>> Create(const ClientConfig& config,
                                                  const ProducerOptions& options = {});
  ~Producer();
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  /// Starts sending; acks=all, lz4. `done` runs exactly once, on the producer's thread, unless an
  /// error is returned (kUnavailable: the queue is full, kInvalid: too large, kNotFound: no such
  /// partition): then never.
  Result<void> Send(const OutgoingRecord& record, Done done);
  /// Sends and waits. The wait is bounded by ProducerOptions::timeout.
  Delivery SendAndWait(const OutgoingRecord& record);
  /// Waits until nothing is queued; kUnavailable when something still is after `timeout`.
  Result<void> Flush(Millis timeout);
  /// Records sent and not yet reported.
  size_t Queued() const;

 private:
  struct State;
  explicit Producer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::kafka
