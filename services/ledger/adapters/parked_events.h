#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/kafka/producer.h"
#include "libs/kafka/reader.h"
#include "libs/seal/key.h"

namespace relance::ledger {

/// A refused event of a feed with all that is needed to try it again.
struct ParkedEvent {
  std::string topic;  ///< Of the ERP; kRpcTopic for one that came by gRPC.
  int partition = 0;
  int64_t offset = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> value;
  std::string reason;
  std::string field;
  std::string entity;  ///< As far as it could be read.
  std::string account;
  Instant at{};
};
inline constexpr std::string_view kRpcTopic = "rpc";

/// "topic/partition/offset"
std::string IdOf(const ParkedEvent& event);

template <class Archive>
void Describe(Archive& archive, ParkedEvent& v) {
  archive(v.topic, v.partition, v.offset, v.headers, v.value, v.reason, v.field, v.entity,
          v.account, v.at);
}

/// Somebody put a parked event, or an input that an owner parked, through again.
struct ReplayedEvent {
  std::string id;  ///< "topic/partition/offset"
  Instant at{};
};

template <class Archive>
void Describe(Archive& archive, ReplayedEvent& v) {
  archive(v.id, v.at);
}

/// Where refused events go. Repeats of one {topic, partition, offset} are harmless.
class ParkedEvents {
 public:
  virtual ~ParkedEvents() = default;
  /// Returns once the broker has it.
  virtual Result<void> Park(const ParkedEvent& event) = 0;
  /// It leaves the list of what waits for somebody, and can still be found.
  virtual Result<void> Replayed(const ReplayedEvent& event) = 0;
};

using ReplayTimes = std::vector<std::optional<Instant>>;

/// Where they are found again.
class ParkedArchive {
 public:
  virtual ~ParkedArchive() = default;
  /// What was not replayed, without headers and value; ids after `after`, in byte order. An empty
  /// entity means all.
  virtual Result<std::vector<ParkedEvent>> List(const std::string& entity, const std::string& after,
                                                size_t limit) = 0;
  /// Opened. kNotFound: not an event that a feed's intake parked.
  virtual Result<ParkedEvent> Find(const std::string& id) = 0;
  /// Of each id, an owner's too, when it was last replayed.
  virtual Result<ReplayTimes> ReplayedAt(const std::vector<std::string>& ids) = 0;
};

/// One sealed text for one event, and back. kCorrupt for what `key` did not seal.
std::string SealEvent(const ParkedEvent& event, const seal::Key& key);
Result<ParkedEvent> OpenEvent(const std::string& sealed, const seal::Key& key);
std::string SealReplayed(const ReplayedEvent& event, const seal::Key& key);
Result<ReplayedEvent> OpenReplayed(const std::string& sealed, const seal::Key& key);

/// On relance.ledger.parked.v1, sealed, with the headers reason, topic, partition, offset, field.
class KafkaParkedEvents : public ParkedEvents {
 public:
  KafkaParkedEvents(kafka::Producer& producer, int partitions, const seal::Key& key)
      : producer_(producer), partitions_(partitions), key_(key) {}
  Result<void> Park(const ParkedEvent& event) override;
  Result<void> Replayed(const ReplayedEvent& event) override;

 private:
  Result<void> Send(const std::string& id, std::string sealed, kafka::Headers headers);

  kafka::Producer& producer_;
  const int partitions_;
  const seal::Key key_;
};

/// Reads the topic on as it is asked; keeps in memory where each event lies. What owners of
/// partitions parked there is theirs: their journal tells of it. Thread-safe.
class KafkaParkedArchive : public ParkedArchive {
 public:
  KafkaParkedArchive(kafka::Reader& reader, int partitions, const seal::Key& key)
      : reader_(reader), key_(key), next_(static_cast<size_t>(partitions), -1) {}
  Result<std::vector<ParkedEvent>> List(const std::string& entity, const std::string& after,
                                        size_t limit) override;
  Result<ParkedEvent> Find(const std::string& id) override;
  Result<ReplayTimes> ReplayedAt(const std::vector<std::string>& ids) override;

 private:
  struct Place {
    ParkedEvent event;  ///< Without headers and value.
    int partition = 0;
    int64_t offset = 0;
  };
  Result<void> ReadOn();
  Result<void> ReadOn(int partition);
  void Take(const journal::LogRecord& record, int partition);

  kafka::Reader& reader_;
  const seal::Key key_;
  std::mutex mutex_;
  std::vector<int64_t> next_;  ///< By partition; -1: from its beginning.
  std::map<std::string, Place> places_;
  std::map<std::string, Instant> replayed_;
};

}  // namespace relance::ledger
