#include "libs/kafka/producer.h"

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

#include "libs/kafka/handle.h"

namespace relance::kafka {
namespace {

constexpr int kPollMs = 100;
constexpr Millis kPatienceBeyondTimeout{2000};
/// librdkafka counts a record until after its report was heard, one at a time; we do not.
constexpr int kBeingReported = 1;

std::vector<Setting> SettingsOf(const ProducerOptions& options) {
  std::vector<Setting> settings = {
      {"acks", "all"},
      {"compression.type", "lz4"},
      {"partitioner", "murmur2_random"},
      {"linger.ms", std::to_string(options.linger.count())},
      {"message.timeout.ms", std::to_string(options.timeout.count())},
      {"request.timeout.ms", std::to_string(options.timeout.count())},
      {"message.max.bytes", std::to_string(options.max_record_bytes)},
      {"queue.buffering.max.messages", std::to_string(options.max_queued_records + kBeingReported)},
      {"queue.buffering.max.kbytes", std::to_string(options.max_queued_kbytes)},
      {"enable.idempotence", options.idempotent ? "true" : "false"}};
  if (!options.idempotent) settings.emplace_back("message.send.max.retries", "0");
  return settings;
}

rd_kafka_vu_t Piece(rd_kafka_vtype_t kind) {
  rd_kafka_vu_t piece{};
  piece.vtype = kind;
  return piece;
}

rd_kafka_vu_t Bytes(rd_kafka_vtype_t kind, const std::string& bytes) {
  auto piece = Piece(kind);
  // librdkafka copies the bytes and does not write to them.
  piece.u.mem.ptr = const_cast<char*>(bytes.data());
  piece.u.mem.size = bytes.size();
  return piece;
}

std::vector<rd_kafka_vu_t> Pieces(const OutgoingRecord& record, uint64_t id) {
  std::vector<rd_kafka_vu_t> pieces;
  auto topic = Piece(RD_KAFKA_VTYPE_TOPIC);
  topic.u.cstr = record.topic.c_str();
  pieces.push_back(topic);
  auto partition = Piece(RD_KAFKA_VTYPE_PARTITION);
  partition.u.i32 = record.partition.value_or(RD_KAFKA_PARTITION_UA);
  pieces.push_back(partition);
  if (record.value) pieces.push_back(Bytes(RD_KAFKA_VTYPE_VALUE, *record.value));
  if (record.key) pieces.push_back(Bytes(RD_KAFKA_VTYPE_KEY, *record.key));
  for (const auto& [name, value] : record.headers) {
    auto header = Piece(RD_KAFKA_VTYPE_HEADER);
    header.u.header.name = name.c_str();
    header.u.header.val = value.data();
    header.u.header.size = static_cast<ssize_t>(value.size());
    pieces.push_back(header);
  }
  auto flags = Piece(RD_KAFKA_VTYPE_MSGFLAGS);
  flags.u.i = RD_KAFKA_MSG_F_COPY;
  pieces.push_back(flags);
  auto opaque = Piece(RD_KAFKA_VTYPE_OPAQUE);
  opaque.u.ptr = reinterpret_cast<void*>(static_cast<uintptr_t>(id));
  pieces.push_back(opaque);
  return pieces;
}

}  // namespace

struct Producer::State : ClientContext {
  ClientConfig config;
  ProducerOptions options;
  std::mutex mutex;
  std::condition_variable idle;
  std::unordered_map<uint64_t, Done> pending;
  bool delivering = false;
  uint64_t last_id = 0;
  std::atomic<bool> stop = false;
  std::thread thread;
  std::shared_mutex replacing;  ///< Of `client`; only the thread replaces it.
  ClientHandle client;

  Result<ClientHandle> Open() {
    auto conf = MakeConf(config, SettingsOf(options), *this);
    if (!conf) return Failure(conf.error());
    rd_kafka_conf_set_dr_msg_cb(conf->get(), OnDelivery);
    return MakeClient(RD_KAFKA_PRODUCER, std::move(*conf));
  }

  void Run() {
    while (!stop) {
      rd_kafka_poll(client.get(), kPollMs);
      if (options.idempotent) ReplaceIfBroken();
    }
  }

  /// An idempotent client whose sequence the broker contradicts refuses everything from then on.
  /// What it still held may or may not have arrived.
  void ReplaceIfBroken() {
    char reason[512];
    if (!rd_kafka_fatal_error(client.get(), reason, sizeof reason)) return;
    if (log) log(3, std::string("kafka producer starts anew: ") + reason);
    auto fresh = Open();
    if (!fresh) return;
    std::unordered_map<uint64_t, Done> open;
    {
      std::unique_lock lock(replacing);
      std::swap(client, *fresh);
      std::lock_guard taking(mutex);
      open.swap(pending);
      delivering = true;
    }
    fresh->reset();
    const auto error = Unavailable(std::string("the kafka producer broke: ") + reason);
    for (auto& [id, done] : open) done(error);
    SetDelivering(false);
  }

  /// The id of a new record in the queue; none when the queue is full.
  std::optional<uint64_t> Register(Done done) {
    std::lock_guard lock(mutex);
    if (pending.size() >= static_cast<size_t>(options.max_queued_records)) return std::nullopt;
    pending.emplace(++last_id, std::move(done));
    return last_id;
  }

  Done Take(uint64_t id) {
    std::lock_guard lock(mutex);
    auto found = pending.find(id);
    if (found == pending.end()) return {};
    Done done = std::move(found->second);
    pending.erase(found);
    return done;
  }

  void SetDelivering(bool value) {
    std::lock_guard lock(mutex);
    delivering = value;
    if (!delivering && pending.empty()) idle.notify_all();
  }

  void Deliver(uint64_t id, const Delivery& delivery) {
    SetDelivering(true);
    if (Done done = Take(id)) done(delivery);
    SetDelivering(false);
  }

  static void OnDelivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
    auto* state = static_cast<State*>(static_cast<ClientContext*>(opaque));
    const auto id = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(message->_private));
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      state->Deliver(id, message->offset);
    } else {
      state->Deliver(id, Failure(ToError(message->err, "sending to kafka")));
    }
  }
};

Producer::Producer(std::unique_ptr<State> state) : state_(std::move(state)) {}

Producer::~Producer() {
  state_->stop = true;
  if (state_->thread.joinable()) state_->thread.join();
}

Result<std::unique_ptr<Producer>> Producer::Create(const ClientConfig& config,
                                                   const ProducerOptions& options) {
  auto state = std::make_unique<State>();
  state->config = config;
  state->options = options;
  auto client = state->Open();
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  Connect(state->client.get());
  state->thread = std::thread([raw = state.get()] { raw->Run(); });
  return std::unique_ptr<Producer>(new Producer(std::move(state)));
}

Result<void> Producer::Send(const OutgoingRecord& record, Done done) {
  std::shared_lock lock(state_->replacing);
  const auto id = state_->Register(std::move(done));
  if (!id) return Failure(ToError(RD_KAFKA_RESP_ERR__QUEUE_FULL, "sending to " + record.topic));
  auto pieces = Pieces(record, *id);
  ErrorHandle refused(rd_kafka_produceva(state_->client.get(), pieces.data(), pieces.size()));
  if (!refused) return {};
  state_->Take(*id);
  return Failure(ToError(rd_kafka_error_code(refused.get()), "sending to " + record.topic));
}

Delivery Producer::SendAndWait(const OutgoingRecord& record) {
  auto promise = std::make_shared<std::promise<Delivery>>();
  auto future = promise->get_future();
  auto sent = Send(record, [promise](const Delivery& delivery) { promise->set_value(delivery); });
  if (!sent) return Failure(sent.error());
  if (future.wait_for(state_->options.timeout + kPatienceBeyondTimeout) !=
      std::future_status::ready) {
    return Unavailable("no answer from kafka for a record of " + record.topic);
  }
  return future.get();
}

Result<void> Producer::Flush(Millis timeout) {
  std::unique_lock lock(state_->mutex);
  const auto idle = [this] { return state_->pending.empty() && !state_->delivering; };
  if (state_->idle.wait_for(lock, timeout, idle)) return {};
  return Unavailable(std::to_string(state_->pending.size()) + " records are not delivered yet");
}

size_t Producer::Queued() const {
  std::lock_guard lock(state_->mutex);
  return state_->pending.size();
}

}  // namespace relance::kafka
