#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "libs/journal/owner.h"
#include "libs/journal/projector_thread.h"
#include "libs/kafka/input_logs.h"
#include "libs/kafka/journal_log.h"
#include "libs/kafka/parked_log.h"
#include "libs/redis/view_store.h"

namespace relance::host {

/// What all owned partitions of a service share.
struct PartitionParts {
  kafka::InputReader& inputs;
  kafka::Reader& reader;
  kafka::Producer& journal_producer;
  kafka::Producer& parked_producer;
  redis::Cluster& redis;
  journal::Clock& clock;
  journal::Entropy& entropy;
  journal::Answers& answers;
  journal::OwnerEvents& events;
  std::string service;
  int layout = 1;
  std::string process_id;
};

/// What an operator sees of an owned partition.
struct PartitionState {
  int partition = 0;
  std::string state;   ///< "catching up", "owned", "stopped".
  std::string reason;  ///< Why it is stopped, or what keeps it from its wake-ups.
  uint64_t sequence = 0;
  std::string hash;
  uint64_t generation = 0;
  uint64_t ignored = 0;
  std::optional<Instant> next_wake_up;
  bool clock_trusted = true;
  std::map<std::string, int64_t> lags;  ///< Records not read yet, by topic, as looked at last.
  bool quiet = false;                   ///< Only in an answer to Ask.
  uint64_t turns = 0;  ///< Of the loop; a state older than a question is not an answer to it.
};

/// One owned partition: its ports, its owner and the thread that steps it.
class PartitionHost {
 public:
  PartitionHost(const PartitionParts& parts, journal::OwnerSettings settings,
                std::unique_ptr<journal::Domain> domain);
  /// Ends the thread after its current turn.
  ~PartitionHost();

  /// The current turn is the last one. The destructor waits for its end: told to all first, they
  /// end side by side.
  void EndSoon();

  /// Asks for the state at a turn that begins after this call. To be followed by Answer.
  uint64_t Ask();
  /// The state that Ask asked for; the last known one when that takes too long.
  PartitionState Answer(uint64_t question, Millis timeout);
  /// What was published last, some seconds old at most while the owner turns. Never waits.
  PartitionState Last();
  void Nudge() { inputs_.Nudge(); }
  /// Owner::AllowJump at the next turn.
  void AllowJump();

 private:
  void Loop();
  void Publish(bool asked);
  void LookAtLags();

  journal::OwnerSettings settings_;
  journal::Clock& clock_;
  kafka::KafkaInputLogs inputs_;
  kafka::KafkaJournalLog log_;
  kafka::KafkaParkedLog parked_;
  redis::RedisViewStore view_;
  journal::ProjectorThread projector_;
  journal::AssistantThread assistant_;
  std::unique_ptr<journal::Domain> domain_;
  journal::Owner owner_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> jump_allowed_{false};
  std::atomic<int> asked_{0};
  Millis looked_at_{};  ///< Monotonic.
  std::map<std::string, int64_t> lags_;
  std::mutex mutex_;
  std::condition_variable published_;
  PartitionState state_;
  std::thread thread_;
};

}  // namespace relance::host
