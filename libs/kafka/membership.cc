#include "libs/kafka/membership.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "libs/kafka/handle.h"

namespace relance::kafka {
namespace {

constexpr int kPollMs = 100;

std::vector<Setting> SettingsOf(const MembershipOptions& options) {
  const auto session = options.session_timeout.count();
  auto settings = ConsumerSettings(500, 1, 64);
  settings.emplace_back("group.id", "relance." + options.service + "." + options.installation_id);
  settings.emplace_back("partition.assignment.strategy", "range");
  settings.emplace_back("session.timeout.ms", std::to_string(session));
  settings.emplace_back("heartbeat.interval.ms", std::to_string(std::max<int64_t>(session / 6, 1)));
  settings.emplace_back("max.poll.interval.ms",
                        std::to_string(std::max(options.rebalance_timeout.count(), session)));
  if (!options.static_member_id.empty()) {
    settings.emplace_back("group.instance.id", options.static_member_id);
  }
  return settings;
}

std::vector<int> PartitionsOf(const rd_kafka_topic_partition_list_t* list) {
  std::vector<int> partitions;
  for (int i = 0; i < list->cnt; ++i) partitions.push_back(list->elems[i].partition);
  std::sort(partitions.begin(), partitions.end());
  return partitions;
}

}  // namespace

struct Membership::State : ClientContext {
  MembershipCallbacks callbacks;
  std::atomic<bool> stop = false;
  std::mutex leaving;
  std::thread thread;
  ClientHandle client;

  void Rebalance(rd_kafka_resp_err_t code, const rd_kafka_topic_partition_list_t* list) {
    if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      // The member holds its partitions without reading them: what is assigned to the consumer is
      // nothing, what is assigned in the group stays.
      OffsetsHandle nothing(rd_kafka_topic_partition_list_new(0));
      rd_kafka_assign(client.get(), nothing.get());
      callbacks.assigned(PartitionsOf(list));
      return;
    }
    callbacks.revoked(PartitionsOf(list), rd_kafka_assignment_lost(client.get()) != 0);
    rd_kafka_assign(client.get(), nullptr);
  }

  static void OnRebalance(rd_kafka_t*, rd_kafka_resp_err_t code,
                          rd_kafka_topic_partition_list_t* list, void* opaque) {
    static_cast<State*>(static_cast<ClientContext*>(opaque))->Rebalance(code, list);
  }

  void Report(const rd_kafka_message_t& message) {
    char reason[512];
    const auto fatal = rd_kafka_fatal_error(client.get(), reason, sizeof reason);
    if (fatal) {
      if (callbacks.failed) callbacks.failed(Error{ErrorCode::kConflict, reason, {}});
      stop = true;
    } else if (log) {
      log(4, "kafka membership: " + std::string(rd_kafka_message_errstr(&message)));
    }
  }

  void Run() {
    while (!stop) {
      MessageHandle message(rd_kafka_consumer_poll(client.get(), kPollMs));
      if (message && message->err) Report(*message);
    }
    rd_kafka_consumer_close(client.get());  // Revokes through the callback, then tells the group.
  }
};

Membership::Membership(std::unique_ptr<State> state) : state_(std::move(state)) {}

Membership::~Membership() {
  Leave();
}

Result<std::unique_ptr<Membership>> Membership::Join(const ClientConfig& config,
                                                     const MembershipOptions& options,
                                                     MembershipCallbacks callbacks) {
  auto state = std::make_unique<State>();
  state->callbacks = std::move(callbacks);
  auto conf = MakeConf(config, SettingsOf(options), *state);
  if (!conf) return Failure(conf.error());
  rd_kafka_conf_set_rebalance_cb(conf->get(), State::OnRebalance);
  auto client = MakeClient(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  rd_kafka_poll_set_consumer(state->client.get());
  OffsetsHandle topics(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(topics.get(), options.topic.c_str(), RD_KAFKA_PARTITION_UA);
  if (auto code = rd_kafka_subscribe(state->client.get(), topics.get())) {
    return Failure(ToError(code, "subscribing to " + options.topic));
  }
  state->thread = std::thread([raw = state.get()] { raw->Run(); });
  return std::unique_ptr<Membership>(new Membership(std::move(state)));
}

void Membership::Leave() {
  std::lock_guard lock(state_->leaving);
  state_->stop = true;
  if (state_->thread.joinable()) state_->thread.join();
}

}  // namespace relance::kafka
