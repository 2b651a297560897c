#include "libs/kafka/input_logs.h"

#include <fmt/format.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "libs/kafka/handle.h"

namespace relance::kafka {

struct InputReader::State : ClientContext {
  ClientHandle client;
  std::mutex mutex;
  std::map<std::string, TopicHandle> topics;

  /// Kept as long as the client: a topic that is opened anew waits for librdkafka's next tick.
  rd_kafka_topic_t* TopicOf(const std::string& name) {
    std::lock_guard lock(mutex);
    auto& topic = topics[name];
    if (!topic) topic.reset(rd_kafka_topic_new(client.get(), name.c_str(), nullptr));
    return topic.get();
  }
};

InputReader::InputReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
InputReader::~InputReader() = default;

Result<std::unique_ptr<InputReader>> InputReader::Create(const ClientConfig& config,
                                                         const InputReaderOptions& options) {
  auto state = std::make_unique<State>();
  auto conf = MakeConf(config,
                       ConsumerSettings(static_cast<int>(options.fetch_wait.count()),
                                        options.queued_records, options.queued_kbytes),
                       *state);
  if (!conf) return Failure(conf.error());
  auto client = MakeClient(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  Connect(state->client.get());
  return std::unique_ptr<InputReader>(new InputReader(std::move(state)));
}

/// Rung by librdkafka, under its queue's lock, when a queue is no longer empty; so nothing of
/// librdkafka may be called under this mutex.
struct KafkaInputLogs::Bell {
  std::mutex mutex;
  std::condition_variable rings;
  bool rung = false;
  bool nudged = false;

  static void OnArrival(rd_kafka_t*, void* opaque) {
    auto* bell = static_cast<Bell*>(opaque);
    std::lock_guard lock(bell->mutex);
    bell->rung = true;
    bell->rings.notify_all();
  }
};

/// One topic, with a queue of its own: what waits in one does not hold up the others.
struct KafkaInputLogs::Input {
  std::string name;
  int partition = 0;
  rd_kafka_topic_t* topic = nullptr;
  QueueHandle queue;
  int64_t next = 0;
  std::optional<Error> broken;  ///< Told at each Poll until the next Seek.

  ~Input() { Stop(); }

  void Stop() {
    if (!queue) return;
    rd_kafka_queue_cb_event_enable(queue.get(), nullptr, nullptr);
    rd_kafka_consume_stop(topic, partition);
    queue.reset();
  }

  Result<void> Start(rd_kafka_t* client, Bell* bell, int64_t from) {
    Stop();
    broken.reset();
    next = from;
    queue.reset(rd_kafka_queue_new(client));
    rd_kafka_queue_cb_event_enable(queue.get(), Bell::OnArrival, bell);
    if (rd_kafka_consume_start_queue(topic, partition, from, queue.get()) == 0) return {};
    rd_kafka_queue_cb_event_enable(queue.get(), nullptr, nullptr);
    queue.reset();
    return Failure(ToError(rd_kafka_last_error(), "reading " + Name(name, partition)));
  }

  bool HasWaiting() const {
    return broken.has_value() || (queue && rd_kafka_queue_length(queue.get()) > 0);
  }

  /// False: nothing waits, or the input is broken.
  bool TakeOne(std::vector<journal::LogRecord>& records) {
    MessageHandle message(rd_kafka_consume_queue(queue.get(), 0));
    if (!message) return false;
    if (message->err) {
      auto error = ToError(message->err, "reading " + Name(name, partition));
      if (error.code != ErrorCode::kCorrupt) return true;  // The broker is away: nothing yet.
      error.message += fmt::format(" at offset {}", next);
      broken = std::move(error);
      return false;
    }
    if (message->offset != next) {
      broken = Error{ErrorCode::kCorrupt,
                     fmt::format("{}: offset {} follows where {} was expected",
                                 Name(name, partition), message->offset, next),
                     {}};
      return false;
    }
    ++next;
    records.push_back(
        {message->offset, std::string(static_cast<char*>(message->payload), message->len)});
    return true;
  }
};

KafkaInputLogs::KafkaInputLogs(InputReader& inputs, Reader& reader, std::vector<std::string> topics,
                               int partition)
    : inputs_(inputs), reader_(reader), partition_(partition), bell_(std::make_shared<Bell>()) {
  for (auto& name : topics) {
    auto input = std::make_unique<Input>();
    input->partition = partition;
    input->topic = inputs_.state_->TopicOf(name);
    input->name = std::move(name);
    open_.push_back(std::move(input));
  }
}

KafkaInputLogs::~KafkaInputLogs() = default;

Result<journal::Extent> KafkaInputLogs::Bounds(size_t input) {
  return reader_.Bounds(open_.at(input)->name, partition_);
}

std::optional<int64_t> KafkaInputLogs::KnownEnd(size_t input) const {
  int64_t begin = RD_KAFKA_OFFSET_INVALID;
  int64_t end = RD_KAFKA_OFFSET_INVALID;
  const auto error = rd_kafka_get_watermark_offsets(
      inputs_.state_->client.get(), open_.at(input)->name.c_str(), partition_, &begin, &end);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR || end < 0) return std::nullopt;
  return end;
}

Result<journal::LogRecord> KafkaInputLogs::ReadAt(size_t input, int64_t offset) {
  return reader_.ReadAt(open_.at(input)->name, partition_, offset);
}

Result<void> KafkaInputLogs::Seek(size_t input, int64_t next) {
  if (next < 0) return Invalid(fmt::format("no offset is {}", next));
  return open_.at(input)->Start(inputs_.state_->client.get(), bell_.get(), next);
}

Result<std::vector<journal::LogRecord>> KafkaInputLogs::Poll(size_t input, size_t limit) {
  Input& from = *open_.at(input);
  std::vector<journal::LogRecord> records;
  if (from.queue && !from.broken) {
    while (records.size() < limit && from.TakeOne(records)) continue;
  }
  if (records.empty() && from.broken) return Failure(*from.broken);
  return records;
}

void KafkaInputLogs::Wait(Millis timeout) {
  {
    std::lock_guard lock(bell_->mutex);
    bell_->rung = false;
  }
  for (const auto& input : open_) {
    if (input->HasWaiting()) return;
  }
  std::unique_lock lock(bell_->mutex);
  bell_->rings.wait_for(lock, timeout, [this] { return bell_->rung || bell_->nudged; });
  bell_->nudged = false;
}

void KafkaInputLogs::Nudge() {
  std::lock_guard lock(bell_->mutex);
  bell_->nudged = true;
  bell_->rings.notify_all();
}

}  // namespace relance::kafka
