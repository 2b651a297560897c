#include "libs/kafka/testing/embedded_broker.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "libs/kafka/handle.h"

#include <librdkafka/rdkafka_mock.h>  // Needs rdkafka.h before it.

namespace relance::kafka {
namespace {

constexpr int kBroker = 1;
constexpr int16_t kProduceRequest = 0;
// What librdkafka's mock cluster keeps of a partition; it cannot be told otherwise.
constexpr int64_t kKeptBytes = 5 * 1024 * 1024;
constexpr int64_t kKeptBatches = 100'000;

using MockHandle =
    std::unique_ptr<rd_kafka_mock_cluster_t, FreeWith<rd_kafka_mock_cluster_destroy>>;

/// Adds up what each partition was given. The mock cluster tells it only in its debug log.
class Gauge {
 public:
  void Read(std::string_view line) {
    const auto start = line.find("Log append ");
    if (start == std::string_view::npos) return;
    char topic[256];
    int partition = 0;
    long long records = 0;
    long long bytes = 0;
    if (std::sscanf(std::string(line.substr(start)).c_str(),
                    "Log append %255s [%d] %lld messages, %lld bytes", topic, &partition, &records,
                    &bytes) != 4) {
      return;
    }
    std::lock_guard lock(mutex_);
    auto& kept = kept_[{topic, partition}];
    kept.bytes += bytes;
    ++kept.batches;
    const auto percent = std::max(kept.bytes * 100 / kKeptBytes, kept.batches * 100 / kKeptBatches);
    fullest_ = std::max(fullest_.load(), static_cast<int>(std::min<int64_t>(percent, 100)));
  }

  int fullest() const { return fullest_; }

 private:
  struct Kept {
    int64_t bytes = 0;
    int64_t batches = 0;
  };
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, Kept> kept_;
  std::atomic<int> fullest_ = 0;
};

}  // namespace

struct EmbeddedBroker::State : ClientContext {
  Gauge gauge;
  std::string bootstrap;
  ClientHandle client;
  MockHandle cluster;

  void NextAppends(int count, rd_kafka_resp_err_t error, Millis late) {
    for (int i = 0; i < count; ++i) {
      rd_kafka_mock_broker_push_request_error_rtts(cluster.get(), kBroker, kProduceRequest, 1,
                                                   error, static_cast<int>(late.count()));
    }
  }
};

EmbeddedBroker::EmbeddedBroker(std::unique_ptr<State> state) : state_(std::move(state)) {}
EmbeddedBroker::~EmbeddedBroker() = default;

Result<std::unique_ptr<EmbeddedBroker>> EmbeddedBroker::Start(LogSink log) {
  auto state = std::make_unique<State>();
  ClientConfig config;
  config.client_id = "embedded-broker";
  config.log = [log = std::move(log), &gauge = state->gauge](int severity, std::string_view line) {
    if (severity == 7) {
      gauge.Read(line);
    } else if (log && line.find("CONFWARN") == std::string_view::npos) {
      log(severity, line);
    }
  };
  auto conf = MakeConf(config, {{"debug", "mock"}, {"log_level", "7"}}, *state);
  if (!conf) return Failure(conf.error());
  auto client = MakeClient(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  state->cluster.reset(rd_kafka_mock_cluster_new(state->client.get(), 1));
  if (!state->cluster) return Unavailable("the embedded broker found no free loopback port");
  state->bootstrap = rd_kafka_mock_cluster_bootstraps(state->cluster.get());
  return std::unique_ptr<EmbeddedBroker>(new EmbeddedBroker(std::move(state)));
}

const std::string& EmbeddedBroker::bootstrap() const {
  return state_->bootstrap;
}

ClientConfig EmbeddedBroker::Client() const {
  ClientConfig config;
  config.bootstrap = state_->bootstrap;
  return config;
}

Result<void> EmbeddedBroker::CreateTopic(const std::string& name, int partitions) {
  const auto code = rd_kafka_mock_topic_create(state_->cluster.get(), name.c_str(), partitions, 1);
  if (code) return Failure(ToError(code, "creating " + name));
  return {};
}

void EmbeddedBroker::Down() {
  rd_kafka_mock_broker_set_down(state_->cluster.get(), kBroker);
}
void EmbeddedBroker::Up() {
  rd_kafka_mock_broker_set_up(state_->cluster.get(), kBroker);
}

void EmbeddedBroker::Delay(Millis round_trip) {
  rd_kafka_mock_broker_set_rtt(state_->cluster.get(), kBroker,
                               static_cast<int>(round_trip.count()));
}

// Both push to the broker's own list: once that exists, librdkafka ignores the cluster's list.
void EmbeddedBroker::RefuseAppends(int count) {
  state_->NextAppends(count, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, Millis{0});
}

void EmbeddedBroker::AnswerAppendsLate(int count, Millis late) {
  state_->NextAppends(count, RD_KAFKA_RESP_ERR_NO_ERROR, late);
}

void EmbeddedBroker::ContradictNextSequence() {
  state_->NextAppends(1, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, Millis{0});
}

void EmbeddedBroker::TakeLeader(const std::string& topic, int partition) {
  rd_kafka_mock_partition_set_leader(state_->cluster.get(), topic.c_str(), partition, -1);
}

void EmbeddedBroker::GiveLeader(const std::string& topic, int partition) {
  rd_kafka_mock_partition_set_leader(state_->cluster.get(), topic.c_str(), partition, kBroker);
}

int EmbeddedBroker::FullestPercent() const {
  return state_->gauge.fullest();
}

}  // namespace relance::kafka
