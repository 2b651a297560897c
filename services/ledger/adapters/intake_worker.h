#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/kafka/intake_consumer.h"
#include "libs/log/logger.h"
#include "services/ledger/adapters/intake_metrics.h"
#include "services/ledger/adapters/parked_events.h"
#include "services/ledger/adapters/translator.h"
#include "services/ledger/app/feed_progress.h"
#include "services/ledger/app/offset_tracker.h"

namespace relance::ledger {

/// The ERP topics as a group member reads them; as kafka::IntakeConsumer.
class FeedTopics {
 public:
  virtual ~FeedTopics() = default;
  virtual Result<std::optional<kafka::FeedRecord>> Poll(Millis timeout) = 0;
  virtual void Acknowledge(const std::string& topic, int partition, int64_t offset) = 0;
  virtual Result<void> Commit() = 0;
  virtual Result<std::vector<kafka::FeedLag>> Lag(Millis timeout) = 0;
};

/// Joins the intake group for these topics.
using OpenTopics =
    std::function<Result<std::unique_ptr<FeedTopics>>(const std::vector<std::string>& topics)>;
/// With a kafka::IntakeConsumer.
OpenTopics OpenKafkaTopics(const kafka::ClientConfig& config, const kafka::IntakeOptions& options);

struct IntakeSettings {
  size_t most_in_flight = 2000;    ///< Documents written and not acknowledged.
  Millis report_interval{30'000};  ///< Real time between reports about feeds that are not idle.
  Millis retry{500};               ///< After a write, a key or a parking that failed.
  Millis poll{100};                ///< How long an idle intake waits for a record.
};

/// Since the start; `behind` as last looked at.
struct IntakeCounts {
  int64_t documents = 0;  ///< Carried over.
  int64_t parked = 0;
  int64_t behind = 0;  ///< Records of the ERP topics not handled yet.
};

struct IntakePorts {
  OpenTopics open;
  const ConfigurationStore& configuration;
  const Translator& translator;
  journal::CommandFront& front;
  ParkedEvents& parked;
  Metrics& metrics;
};

/// Carries documents from the ERP topics to the ledger's. An ERP offset is acknowledged once the
/// documents up to it are on the ledger's topics or parked; repeats after a crash are harmless.
/// One thread calls.
class IntakeWorker {
 public:
  IntakeWorker(IntakePorts ports, IntakeSettings settings, const Logger& log);
  ~IntakeWorker();
  IntakeWorker(const IntakeWorker&) = delete;
  IntakeWorker& operator=(const IntakeWorker&) = delete;

  /// Until `stop`; then what is under way is finished, at most 5 s, and committed.
  void Run(const std::atomic<bool>& stop);
  /// One turn: at most one record. For tests and for whoever drives time.
  void Step();
  /// Nothing read is left to do, and the topics were at their end at the last look.
  bool Quiet() const { return idle_; }
  /// The same, by a look that began after this call; false when none ends within `patience`. For
  /// another thread while Run runs.
  bool QuietSinceNow(Millis patience) const;
  IntakeCounts Counts() const { return {documents_, parked_count_, behind_}; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Writing {
    int partition = 0;
    bool bulk = false;
    std::string content;
    std::optional<std::pair<FeedPartition, int64_t>> from;  ///< None: a report about feeds.
    std::optional<Clock::time_point> again_at;              ///< Failed: written again then.
  };
  struct Completions;

  bool Reopen();
  void Collect();
  void WriteAgain();
  void Handle(const kafka::FeedRecord& record);
  void HandleRefused(const kafka::FeedRecord& record, const Error& error,
                     const v1::RecordDocumentsRequest* event);
  void Start(Writing writing);
  void Launch(uint64_t id);
  void Acknowledge();
  void ReportFeeds(bool idle);
  bool AtTheEnd();
  const config::v1::FeedMapping* MappingOf(const std::string& topic);

  const IntakePorts ports_;
  const IntakeSettings settings_;
  const Logger log_;
  const IntakeMetrics metrics_;
  std::shared_ptr<Completions> completions_;
  std::unique_ptr<FeedTopics> topics_;
  std::vector<std::string> topic_names_;
  ConfigurationPtr current_;
  OffsetTracker offsets_;
  FeedProgress progress_;
  std::map<uint64_t, Writing> writing_;
  uint64_t next_id_ = 0;
  std::optional<kafka::FeedRecord> held_;  ///< To be tried again.
  Clock::time_point held_until_{};
  Clock::time_point reported_at_{};
  Clock::time_point committed_at_{};
  std::atomic<bool> idle_ = false;
  std::atomic<uint64_t> turns_ = 0;     ///< Of Run.
  mutable std::atomic<int> asked_ = 0;  ///< Somebody waits in QuietSinceNow.
  std::atomic<int64_t> documents_ = 0;
  std::atomic<int64_t> parked_count_ = 0;
  std::atomic<int64_t> behind_ = 0;
};

}  // namespace relance::ledger
