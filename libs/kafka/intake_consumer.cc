#include "libs/kafka/intake_consumer.h"

#include <map>
#include <set>
#include <utility>

#include "libs/kafka/handle.h"

namespace relance::kafka {
namespace {

using TopicPartition = std::pair<std::string, int>;

constexpr int kQueuedKbytes = 16'384;
constexpr int kNoFetchWaitMs = 5;

std::vector<Setting> SettingsOf(const IntakeOptions& options) {
  auto settings = ConsumerSettings(static_cast<int>(options.fetch_wait.count()),
                                   options.queued_records, kQueuedKbytes);
  settings.emplace_back("auto.offset.reset", "earliest");
  settings.emplace_back("group.id", options.group);
  settings.emplace_back("partition.assignment.strategy", "range");
  settings.emplace_back("session.timeout.ms", std::to_string(options.session_timeout.count()));
  settings.emplace_back("max.poll.interval.ms", "300000");
  return settings;
}

std::string Bytes(const void* data, size_t size) {
  return std::string(static_cast<const char*>(data), size);
}

Headers HeadersOf(const rd_kafka_message_t& message) {
  Headers headers;
  rd_kafka_headers_t* list = nullptr;
  if (rd_kafka_message_headers(&message, &list) != RD_KAFKA_RESP_ERR_NO_ERROR) return headers;
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  for (size_t i = 0; rd_kafka_header_get_all(list, i, &name, &value, &size) == 0; ++i) {
    headers.emplace_back(name, value == nullptr ? std::string() : Bytes(value, size));
  }
  return headers;
}

FeedRecord RecordOf(const rd_kafka_message_t& message) {
  FeedRecord record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const int64_t at = rd_kafka_message_timestamp(&message, &kind);
  if (kind != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) record.timestamp = FromMillis(at);
  if (message.key != nullptr) record.key = Bytes(message.key, message.key_len);
  if (message.payload != nullptr) record.value = Bytes(message.payload, message.len);
  record.headers = HeadersOf(message);
  return record;
}

}  // namespace

struct IntakeConsumer::State : ClientContext {
  std::set<TopicPartition> assigned;
  std::map<TopicPartition, int64_t> handled;      ///< The next offset after what is acknowledged.
  std::map<TopicPartition, int64_t> uncommitted;  ///< What of it the group does not know yet.
  ClientHandle client;
  ClientHandle
      asker;  ///< Asks for ends: on the connections of `client` that waits for its fetches.

  ~State() override {
    if (client) rd_kafka_consumer_close(client.get());
  }

  Result<void> Commit() {
    if (uncommitted.empty()) return {};
    OffsetsHandle offsets(rd_kafka_topic_partition_list_new(static_cast<int>(uncommitted.size())));
    for (const auto& [where, next] : uncommitted) {
      rd_kafka_topic_partition_list_add(offsets.get(), where.first.c_str(), where.second)->offset =
          next;
    }
    const auto code = rd_kafka_commit(client.get(), offsets.get(), 0);
    if (code) return Failure(ToError(code, "committing the intake's offsets"));
    uncommitted.clear();
    return {};
  }

  void Rebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list) {
    if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      for (int i = 0; i < list->cnt; ++i) {
        assigned.insert({list->elems[i].topic, list->elems[i].partition});
      }
      rd_kafka_assign(client.get(), list);
      return;
    }
    if (rd_kafka_assignment_lost(client.get()) == 0) {
      auto committed = Commit();
      if (!committed && log) log(4, committed.error().message + "; the documents come again");
    }
    assigned.clear();
    handled.clear();
    uncommitted.clear();
    rd_kafka_assign(client.get(), nullptr);
  }

  static void OnRebalance(rd_kafka_t*, rd_kafka_resp_err_t code,
                          rd_kafka_topic_partition_list_t* list, void* opaque) {
    static_cast<State*>(static_cast<ClientContext*>(opaque))->Rebalance(code, list);
  }

  /// Where the group goes on: acknowledged here, else committed before, else the beginning.
  int64_t HandledOf(const rd_kafka_topic_partition_t& part, int64_t begin) const {
    const auto found = handled.find({part.topic, part.partition});
    if (found != handled.end()) return found->second;
    return part.offset >= 0 ? part.offset : begin;
  }
};

IntakeConsumer::IntakeConsumer(std::unique_ptr<State> state) : state_(std::move(state)) {}
IntakeConsumer::~IntakeConsumer() = default;

Result<std::unique_ptr<IntakeConsumer>> IntakeConsumer::Create(const ClientConfig& config,
                                                               const IntakeOptions& options) {
  auto state = std::make_unique<State>();
  auto conf = MakeConf(config, SettingsOf(options), *state);
  if (!conf) return Failure(conf.error());
  rd_kafka_conf_set_rebalance_cb(conf->get(), State::OnRebalance);
  auto client = MakeClient(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  auto asking = MakeConf(config, ConsumerSettings(kNoFetchWaitMs, 1, 1), *state);
  if (!asking) return Failure(asking.error());
  auto asker = MakeClient(RD_KAFKA_CONSUMER, std::move(*asking));
  if (!asker) return Failure(asker.error());
  state->asker = std::move(*asker);
  rd_kafka_poll_set_consumer(state->client.get());
  OffsetsHandle topics(rd_kafka_topic_partition_list_new(static_cast<int>(options.topics.size())));
  for (const auto& topic : options.topics) {
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  if (auto code = rd_kafka_subscribe(state->client.get(), topics.get())) {
    return Failure(ToError(code, "subscribing to the feeds"));
  }
  return std::unique_ptr<IntakeConsumer>(new IntakeConsumer(std::move(state)));
}

Result<std::optional<FeedRecord>> IntakeConsumer::Poll(Millis timeout) {
  MessageHandle message(
      rd_kafka_consumer_poll(state_->client.get(), static_cast<int>(timeout.count())));
  if (!message) return std::optional<FeedRecord>();
  if (!message->err) return std::optional<FeedRecord>(RecordOf(*message));
  return Failure(ToError(message->err, "reading the feeds"));
}

void IntakeConsumer::Acknowledge(const std::string& topic, int partition, int64_t offset) {
  if (!state_->assigned.contains({topic, partition})) return;
  auto& next = state_->handled[{topic, partition}];
  if (offset + 1 <= next) return;
  next = offset + 1;
  state_->uncommitted[{topic, partition}] = next;
}

Result<void> IntakeConsumer::Commit() {
  return state_->Commit();
}

Result<std::vector<FeedLag>> IntakeConsumer::Lag(Millis timeout) {
  rd_kafka_topic_partition_list_t* assigned = nullptr;
  if (auto code = rd_kafka_assignment(state_->client.get(), &assigned)) {
    return Failure(ToError(code, "asking for the intake's partitions"));
  }
  OffsetsHandle parts(assigned);
  const int wait = static_cast<int>(timeout.count());
  if (auto code = rd_kafka_committed(state_->client.get(), parts.get(), wait)) {
    return Failure(ToError(code, "asking for the intake's offsets"));
  }
  std::vector<FeedLag> lags;
  for (int i = 0; i < parts->cnt; ++i) {
    const auto& part = parts->elems[i];
    int64_t begin = 0;
    int64_t end = 0;
    if (auto code = rd_kafka_query_watermark_offsets(state_->asker.get(), part.topic,
                                                     part.partition, &begin, &end, wait)) {
      return Failure(ToError(code, "asking for the end of " + Name(part.topic, part.partition)));
    }
    lags.push_back({part.topic, part.partition, state_->HandledOf(part, begin), end});
  }
  return lags;
}

}  // namespace relance::kafka
