#include "libs/kafka/reader.h"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "libs/kafka/handle.h"

namespace relance::kafka {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kFetchedAhead = 2000;
constexpr int kFetchedAheadKbytes = 8192;

/// A partition being read. `next` is the offset the next read of the stream delivers.
struct Stream {
  std::mutex mutex;
  TopicHandle topic;
  QueueHandle queue;  ///< None: not reading.
  int partition = 0;
  int64_t next = 0;
  int64_t end = 0;

  void Stop() {
    if (!queue) return;
    rd_kafka_consume_stop(topic.get(), partition);
    queue.reset();
  }
};

}  // namespace

struct Reader::State : ClientContext {
  ReaderOptions options;
  ClientHandle client;
  std::mutex mutex;
  std::map<std::pair<std::string, int>, std::unique_ptr<Stream>> streams;

  ~State() override {
    for (auto& [name, stream] : streams) stream->Stop();
    streams.clear();
  }

  Stream& StreamOf(const std::string& topic, int partition) {
    std::lock_guard lock(mutex);
    auto& stream = streams[{topic, partition}];
    if (!stream) {
      stream = std::make_unique<Stream>();
      stream->topic.reset(rd_kafka_topic_new(client.get(), topic.c_str(), nullptr));
      stream->partition = partition;
    }
    return *stream;
  }

  Result<journal::Extent> Bounds(const std::string& topic, int partition) {
    journal::Extent extent;
    const auto code =
        rd_kafka_query_watermark_offsets(client.get(), topic.c_str(), partition, &extent.begin,
                                         &extent.end, static_cast<int>(options.timeout.count()));
    if (code) return Failure(ToError(code, "asking for the bounds of " + Name(topic, partition)));
    return extent;
  }

  /// Whether there is something to read at `from`; the stream then stands there.
  Result<bool> Position(Stream& stream, const std::string& topic, int64_t from) {
    const bool continues = stream.queue && stream.next == from;
    if (continues && from < stream.end) return true;
    auto extent = Bounds(topic, stream.partition);
    if (!extent) return Failure(extent.error());
    stream.end = extent->end;
    if (from < extent->begin) {
      return Corrupt(fmt::format("{}: offset {} is gone, the log begins at {}",
                                 Name(topic, stream.partition), from, extent->begin));
    }
    if (from >= extent->end) {
      stream.Stop();
      return false;
    }
    if (continues) return true;
    stream.Stop();
    stream.queue.reset(rd_kafka_queue_new(client.get()));
    if (rd_kafka_consume_start_queue(stream.topic.get(), stream.partition, from,
                                     stream.queue.get()) != 0) {
      stream.queue.reset();
      return Failure(ToError(rd_kafka_last_error(), "reading " + Name(topic, stream.partition)));
    }
    stream.next = from;
    return true;
  }

  Result<std::vector<journal::LogRecord>> Take(Stream& stream, const std::string& topic,
                                               size_t limit) {
    std::vector<journal::LogRecord> records;
    size_t bytes = 0;
    const auto deadline = Steady::now() + options.timeout;
    while (records.size() < limit && bytes < options.batch_bytes && stream.next < stream.end) {
      const auto left = std::chrono::duration_cast<Millis>(deadline - Steady::now()).count();
      const int wait = records.empty() ? static_cast<int>(std::max<int64_t>(left, 0)) : 0;
      MessageHandle message(rd_kafka_consume_queue(stream.queue.get(), wait));
      if (!message) break;
      if (message->err) {
        if (!records.empty()) {
          stream.Stop();  // The next read searches anew and meets the error again.
          break;
        }
        return Failure(ToError(message->err, "reading " + Name(topic, stream.partition)));
      }
      if (message->offset != stream.next) {
        return Corrupt(fmt::format("{}: offset {} follows where {} was expected",
                                   Name(topic, stream.partition), message->offset, stream.next));
      }
      ++stream.next;
      bytes += message->len;
      records.push_back(
          {message->offset, std::string(static_cast<char*>(message->payload), message->len)});
    }
    if (records.empty()) {
      return Unavailable(fmt::format("{}: nothing came from offset {} within {} ms",
                                     Name(topic, stream.partition), stream.next,
                                     options.timeout.count()));
    }
    return records;
  }

  Result<std::vector<journal::LogRecord>> Read(Stream& stream, const std::string& topic,
                                               int64_t from, size_t limit) {
    auto found = Position(stream, topic, from);
    if (!found) return Failure(found.error());
    if (!*found) return std::vector<journal::LogRecord>{};
    auto records = Take(stream, topic, limit);
    // An error ends the stream; at the end an open one would fetch what nobody asked for.
    if (!records || stream.next >= stream.end || limit == 1) stream.Stop();
    return records;
  }
};

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::~Reader() = default;

Result<std::unique_ptr<Reader>> Reader::Create(const ClientConfig& config,
                                               const ReaderOptions& options) {
  auto state = std::make_unique<State>();
  state->options = options;
  auto conf = MakeConf(config,
                       ConsumerSettings(static_cast<int>(options.fetch_wait.count()), kFetchedAhead,
                                        kFetchedAheadKbytes),
                       *state);
  if (!conf) return Failure(conf.error());
  auto client = MakeClient(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  Connect(state->client.get());
  return std::unique_ptr<Reader>(new Reader(std::move(state)));
}

Result<journal::Extent> Reader::Bounds(const std::string& topic, int partition) {
  return state_->Bounds(topic, partition);
}

Result<std::vector<journal::LogRecord>> Reader::Read(const std::string& topic, int partition,
                                                     int64_t from) {
  Stream& stream = state_->StreamOf(topic, partition);
  std::lock_guard lock(stream.mutex);
  return state_->Read(stream, topic, from, state_->options.batch_records);
}

Result<journal::LogRecord> Reader::ReadAt(const std::string& topic, int partition, int64_t offset) {
  auto extent = Bounds(topic, partition);
  if (!extent) return Failure(extent.error());
  if (offset < extent->begin || offset >= extent->end) {
    return NotFound(fmt::format("{}: offset {} is outside [{}, {})", Name(topic, partition), offset,
                                extent->begin, extent->end));
  }
  Stream& stream = state_->StreamOf(topic, partition);
  std::lock_guard lock(stream.mutex);
  auto records = state_->Read(stream, topic, offset, 1);
  if (!records) return Failure(records.error());
  if (records->empty()) return NotFound(Name(topic, partition) + ": the record has just gone");
  return std::move(records->front());
}

}  // namespace relance::kafka
