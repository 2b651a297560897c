// How long one append takes, one in flight, from Append to its report.
//   kafka_append_latency [BOOTSTRAP TOPIC]    without arguments: the embedded broker
// Prints microseconds; the topic must exist.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "libs/kafka/journal_log.h"
#include "libs/kafka/testing/embedded_broker.h"

namespace {

using namespace relance;
using namespace relance::kafka;
using Clock = std::chrono::steady_clock;

constexpr int kWarmUp = 200;
constexpr int kAppends = 3000;

int Measure(const ClientConfig& config, const std::string& topic, size_t bytes) {
  auto producer = Producer::Create(config, JournalProducerOptions());
  auto reader = Reader::Create(config);
  if (!producer || !reader) return 1;
  KafkaJournalLog log(**reader, **producer, topic, 0);
  std::vector<int64_t> micros;
  const std::string record(bytes, 'r');
  for (int i = 0; i < kWarmUp + kAppends; ++i) {
    const auto start = Clock::now();
    log.Append(static_cast<uint64_t>(i), record);
    const auto report = log.AwaitReport(Millis{10'000});
    if (!report || !report->offset) {
      std::fprintf(stderr, "append %d was not accepted\n", i);
      return 1;
    }
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
    if (i >= kWarmUp) micros.push_back(took.count());
  }
  std::sort(micros.begin(), micros.end());
  const auto at = [&](size_t percent) {
    return static_cast<long long>(micros[(micros.size() - 1) * percent / 100]);
  };
  std::printf("%zu bytes, %d appends: p50 %lld us, p99 %lld us, max %lld us\n", bytes, kAppends,
              at(50), at(99), at(100));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3) {
    ClientConfig config;
    config.bootstrap = argv[1];
    return Measure(config, argv[2], 300) + Measure(config, argv[2], 30'000);
  }
  auto broker = EmbeddedBroker::Start();
  if (!broker || !(*broker)->CreateTopic("small", 1) || !(*broker)->CreateTopic("large", 1)) {
    return 1;
  }
  return Measure((*broker)->Client(), "small", 300) + Measure((*broker)->Client(), "large", 30'000);
}
