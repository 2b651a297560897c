#include "libs/kafka/table_follower.h"

#include <utility>

#include "libs/kafka/handle.h"

namespace relance::kafka {
namespace {

constexpr int kQueuedRecords = 2000;
constexpr int kQueuedKbytes = 8192;
constexpr size_t kBatch = 1000;

std::string Bytes(const void* data, size_t size) {
  return std::string(static_cast<const char*>(data), size);
}

TableEntry EntryOf(const rd_kafka_message_t& message) {
  TableEntry entry;
  entry.offset = message.offset;
  if (message.key != nullptr) entry.key = Bytes(message.key, message.key_len);
  if (message.payload != nullptr) entry.value = Bytes(message.payload, message.len);
  return entry;
}

}  // namespace

struct TableFollower::State : ClientContext {
  std::string name;
  ClientHandle client;
  TopicHandle topic;
  bool caught_up = false;

  ~State() override {
    if (topic) rd_kafka_consume_stop(topic.get(), 0);
  }
};

TableFollower::TableFollower(std::unique_ptr<State> state) : state_(std::move(state)) {}
TableFollower::~TableFollower() = default;

Result<std::unique_ptr<TableFollower>> TableFollower::Create(const ClientConfig& config,
                                                             const std::string& topic,
                                                             Millis fetch_wait) {
  auto state = std::make_unique<State>();
  state->name = topic;
  auto settings =
      ConsumerSettings(static_cast<int>(fetch_wait.count()), kQueuedRecords, kQueuedKbytes);
  settings.emplace_back("enable.partition.eof", "true");
  auto conf = MakeConf(config, settings, *state);
  if (!conf) return Failure(conf.error());
  auto client = MakeClient(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  Connect(state->client.get());
  TopicHandle handle(rd_kafka_topic_new(state->client.get(), topic.c_str(), nullptr));
  if (rd_kafka_consume_start(handle.get(), 0, RD_KAFKA_OFFSET_BEGINNING) != 0) {
    return Failure(ToError(rd_kafka_last_error(), "reading " + topic));
  }
  state->topic = std::move(handle);
  return std::unique_ptr<TableFollower>(new TableFollower(std::move(state)));
}

Result<std::vector<TableEntry>> TableFollower::Poll(Millis timeout) {
  std::vector<TableEntry> entries;
  while (entries.size() < kBatch) {
    const int wait = entries.empty() ? static_cast<int>(timeout.count()) : 0;
    MessageHandle message(rd_kafka_consume(state_->topic.get(), 0, wait));
    if (!message) break;
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      state_->caught_up = true;
      break;
    }
    if (message->err) {
      auto error = ToError(message->err, "reading " + state_->name);
      if (error.code == ErrorCode::kUnavailable) break;  // The broker is away: nothing yet.
      return Failure(error);
    }
    entries.push_back(EntryOf(*message));
  }
  return entries;
}

bool TableFollower::CaughtUp() const {
  return state_->caught_up;
}

}  // namespace relance::kafka
