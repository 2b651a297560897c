#include "services/ledger/adapters/intake_worker.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <tuple>
#include <utility>

#include "services/ledger/adapters/feed_event.h"

namespace relance::ledger {
namespace {

constexpr Millis kCommitInterval{1000};
constexpr Millis kLagTimeout{2000};
constexpr Millis kGoodbye{5000};

class KafkaFeedTopics : public FeedTopics {
 public:
  explicit KafkaFeedTopics(std::unique_ptr<kafka::IntakeConsumer> consumer)
      : consumer_(std::move(consumer)) {}
  Result<std::optional<kafka::FeedRecord>> Poll(Millis timeout) override {
    return consumer_->Poll(timeout);
  }
  void Acknowledge(const std::string& topic, int partition, int64_t offset) override {
    consumer_->Acknowledge(topic, partition, offset);
  }
  Result<void> Commit() override { return consumer_->Commit(); }
  Result<std::vector<kafka::FeedLag>> Lag(Millis timeout) override {
    return consumer_->Lag(timeout);
  }

 private:
  std::unique_ptr<kafka::IntakeConsumer> consumer_;
};

std::vector<std::string> TopicsOf(const config::v1::Configuration& configuration) {
  std::set<std::string> topics;
  for (const auto& feed : configuration.feeds()) {
    if (!feed.topic().empty()) topics.insert(feed.topic());
  }
  return {topics.begin(), topics.end()};
}

}  // namespace

/// What the front reports, from its own threads; outlives the worker if it must.
struct IntakeWorker::Completions {
  std::mutex mutex;
  std::condition_variable arrived;
  std::vector<std::pair<uint64_t, Result<void>>> done;
};

OpenTopics OpenKafkaTopics(const kafka::ClientConfig& config, const kafka::IntakeOptions& options) {
  return [config,
          options](const std::vector<std::string>& topics) -> Result<std::unique_ptr<FeedTopics>> {
    kafka::IntakeOptions with = options;
    with.topics = topics;
    auto consumer = kafka::IntakeConsumer::Create(config, with);
    if (!consumer) return Failure(consumer.error());
    return std::make_unique<KafkaFeedTopics>(*std::move(consumer));
  };
}

IntakeWorker::IntakeWorker(IntakePorts ports, IntakeSettings settings, const Logger& log)
    : ports_(std::move(ports)),
      settings_(settings),
      log_(log.With({{"part", "intake"}})),
      metrics_(ports_.metrics),
      completions_(std::make_shared<Completions>()),
      reported_at_(Clock::now()),
      committed_at_(Clock::now()) {}

IntakeWorker::~IntakeWorker() = default;

bool IntakeWorker::Reopen() {
  current_ = ports_.configuration.Newest();
  std::vector<std::string> wanted = TopicsOf(*current_);
  if (topics_ && wanted == topic_names_) return true;
  // What was read of topics that are left is finished first, so that nothing is acknowledged late.
  if (topics_ && !writing_.empty()) return true;
  topics_.reset();
  held_.reset();
  offsets_ = OffsetTracker();
  if (wanted.empty()) return false;
  auto opened = ports_.open(wanted);
  if (!opened) {
    log_.Warn("feeds cannot be read", {{"error", opened.error().message}});
    return false;
  }
  topics_ = *std::move(opened);
  topic_names_ = std::move(wanted);
  return true;
}

const config::v1::FeedMapping* IntakeWorker::MappingOf(const std::string& topic) {
  for (const auto& feed : current_->feeds()) {
    if (feed.topic() == topic) return &feed;
  }
  return nullptr;
}

void IntakeWorker::Launch(uint64_t id) {
  Writing& writing = writing_.at(id);
  writing.again_at.reset();
  auto completions = completions_;
  ports_.front.Write(writing.partition, writing.bulk, writing.content,
                     [completions, id](Result<void> result) {
                       const std::lock_guard lock(completions->mutex);
                       completions->done.emplace_back(id, std::move(result));
                       completions->arrived.notify_all();
                     });
}

void IntakeWorker::Start(Writing writing) {
  const uint64_t id = next_id_++;
  writing_.emplace(id, std::move(writing));
  Launch(id);
}

void IntakeWorker::Collect() {
  std::vector<std::pair<uint64_t, Result<void>>> done;
  {
    const std::lock_guard lock(completions_->mutex);
    done.swap(completions_->done);
  }
  for (const auto& [id, result] : done) {
    const auto at = writing_.find(id);
    if (at == writing_.end()) continue;
    if (!result) {
      log_.Warn("a document is written again", {{"error", result.error().message}});
      at->second.again_at = Clock::now() + settings_.retry;
      continue;
    }
    if (at->second.from) {
      ++documents_;
      metrics_.Recorded();
    }
    if (at->second.from) offsets_.Finish(at->second.from->first, at->second.from->second);
    writing_.erase(at);
  }
  WriteAgain();
}

void IntakeWorker::WriteAgain() {
  std::vector<uint64_t> due;
  const auto now = Clock::now();
  for (const auto& [id, writing] : writing_) {
    if (writing.again_at && *writing.again_at <= now) due.push_back(id);
  }
  for (const uint64_t id : due) Launch(id);
}

void IntakeWorker::HandleRefused(const kafka::FeedRecord& record, const Error& error,
                                 const v1::RecordDocumentsRequest* event) {
  if (error.code == ErrorCode::kUnavailable) {
    log_.Warn("an event is tried again", {{"error", error.message}});
    held_ = record;
    held_until_ = Clock::now() + settings_.retry;
    return;
  }
  ParkedEvent parked{record.topic,
                     record.partition,
                     record.offset,
                     record.headers,
                     record.value,
                     error.message,
                     error.field,
                     {},
                     {},
                     IssuedAt(ports_.front.NewId())};
  if (event != nullptr) std::tie(parked.entity, parked.account) = AccountNamedIn(*event);
  if (auto kept = ports_.parked.Park(parked); !kept) {
    log_.Warn("the parked topic is not reached", {{"error", kept.error().message}});
    held_ = record;
    held_until_ = Clock::now() + settings_.retry;
    return;
  }
  log_.Warn("an event was parked", {{"topic", record.topic},
                                    {"partition", record.partition},
                                    {"offset", record.offset},
                                    {"field", error.field},
                                    {"reason", error.message}});
  ++parked_count_;
  metrics_.Parked(record.topic);
  offsets_.Finish({record.topic, record.partition}, record.offset);
}

void IntakeWorker::Handle(const kafka::FeedRecord& record) {
  const FeedPartition feed{record.topic, record.partition};
  offsets_.Begin(feed, record.offset);
  const auto* mapping = MappingOf(record.topic);
  if (mapping == nullptr) {
    const Error error{ErrorCode::kInvalid, "no mapping for this topic", "topic"};
    return HandleRefused(record, error, nullptr);
  }
  const auto event = ReadFeedEvent(*mapping, record.headers, record.value);
  if (!event) return HandleRefused(record, event.error(), nullptr);
  const std::vector<std::string> entities(mapping->legal_entities().begin(),
                                          mapping->legal_entities().end());
  const auto read = ports_.translator.Translate(*event, entities);
  if (!read) return HandleRefused(record, read.error(), &*event);
  if (const auto* beat = std::get_if<Heartbeat>(&*read)) {
    progress_.Beat(beat->source, beat->entity, beat->up_to_ms);
    offsets_.Finish(feed, record.offset);
    return;
  }
  const auto& document = std::get<ReadDocument>(*read);
  Start({document.partition, document.bulk, document.input.SerializeAsString(),
         std::pair(feed, record.offset), std::nullopt});
}

void IntakeWorker::Acknowledge() {
  for (const auto& handled : offsets_.TakeHandled()) {
    topics_->Acknowledge(handled.feed.topic, handled.feed.partition, handled.offset);
  }
  if (Clock::now() - committed_at_ < kCommitInterval) return;
  committed_at_ = Clock::now();
  if (auto committed = topics_->Commit(); !committed) {
    log_.Warn("offsets were not committed", {{"error", committed.error().message}});
  }
}

void IntakeWorker::ReportFeeds(bool idle) {
  const auto now = Clock::now();
  const bool due = now - reported_at_ >= settings_.report_interval;
  if (!due && !(idle && progress_.HasNews())) return;
  const auto lag = topics_->Lag(kLagTimeout);
  if (!lag) return log_.Warn("feeds' ends are not known", {{"error", lag.error().message}});
  reported_at_ = now;
  std::vector<FeedStand> stands;
  int64_t behind = 0;
  for (const auto& l : *lag) {
    FeedStand stand{{l.topic, l.partition}, l.handled, l.end, {}};
    if (const auto* mapping = MappingOf(l.topic)) {
      stand.entities.assign(mapping->legal_entities().begin(), mapping->legal_entities().end());
    }
    behind += std::max<int64_t>(l.end - l.handled, 0);
    metrics_.Stands(stand);
    stands.push_back(std::move(stand));
  }
  behind_ = behind;
  const Millis monotonic = std::chrono::floor<Millis>(now.time_since_epoch());
  for (const FeedReport& report : progress_.Report(stands, monotonic)) {
    metrics_.Reported(report);
    v1::LedgerInput input;
    auto& seen = *input.mutable_feed_seen();
    seen.set_source(report.source);
    seen.set_legal_entity(report.entity);
    seen.set_up_to_ms(report.up_to_ms);
    seen.set_behind(report.behind);
    const std::string content = input.SerializeAsString();
    for (int p = 0; p < ports_.configuration.Partitions(); ++p) {
      Start({p, true, content, std::nullopt, std::nullopt});
    }
  }
}

void IntakeWorker::Step() {
  Collect();
  if (!Reopen()) {
    idle_ = writing_.empty();
    std::this_thread::sleep_for(settings_.poll);
    return;
  }
  Acknowledge();
  if (writing_.size() >= settings_.most_in_flight || (held_ && Clock::now() < held_until_)) {
    idle_ = false;
    std::unique_lock lock(completions_->mutex);
    completions_->arrived.wait_for(lock, Millis{20}, [&] { return !completions_->done.empty(); });
    return;
  }
  if (held_) {
    const kafka::FeedRecord record = *std::exchange(held_, std::nullopt);
    return Handle(record);
  }
  const bool hurried = !writing_.empty() || asked_ > 0;
  const auto record = topics_->Poll(hurried ? Millis{5} : settings_.poll);
  if (!record) {
    log_.Warn("feeds are not read", {{"error", record.error().message}});
    std::this_thread::sleep_for(settings_.retry);
    return;
  }
  if (*record) Handle(**record);
  const bool idle = !*record && writing_.empty() && !held_;
  ReportFeeds(idle);
  const bool nothing_left = idle && writing_.empty() && !progress_.HasNews();
  idle_ = nothing_left && (asked_ == 0 || AtTheEnd());
}

bool IntakeWorker::QuietSinceNow(Millis patience) const {
  const uint64_t wanted = turns_ + 2;  // the one under way may have looked already
  const auto deadline = Clock::now() + patience;
  ++asked_;
  while (turns_ < wanted && Clock::now() < deadline) std::this_thread::sleep_for(Millis{2});
  --asked_;
  return turns_ >= wanted && idle_;
}

/// An empty poll says little: during a rebalance nothing is read, and fetches take their time.
bool IntakeWorker::AtTheEnd() {
  const auto lag = topics_->Lag(kLagTimeout);
  if (!lag || lag->empty()) return false;
  return std::all_of(lag->begin(), lag->end(),
                     [](const kafka::FeedLag& l) { return l.handled >= l.end; });
}

void IntakeWorker::Run(const std::atomic<bool>& stop) {
  while (!stop) {
    Step();
    ++turns_;
  }
  const auto deadline = Clock::now() + kGoodbye;
  while (!writing_.empty() && Clock::now() < deadline) {
    Collect();
    std::this_thread::sleep_for(Millis{5});
  }
  if (!topics_) return;
  committed_at_ = {};
  Acknowledge();
  topics_.reset();
}

}  // namespace relance::ledger
