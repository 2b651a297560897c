// The journal against its engines: the ledger's domain on the real ports, and the same bytes
// through librdkafka and Redis alone, in one run. Starts a Redis of its own, appendfsync everysec.
//   journal_bench PARTITIONS EVENTS [BOOTSTRAP]    without BOOTSTRAP: the embedded broker
// Topics are new at each run. Prints one line of JSON.

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "libs/base/encoding.h"
#include "libs/host/clock.h"
#include "libs/host/entropy.h"
#include "libs/journal/owner.h"
#include "libs/journal/projector_thread.h"
#include "libs/kafka/command_writer.h"
#include "libs/kafka/input_logs.h"
#include "libs/kafka/journal_log.h"
#include "libs/kafka/parked_log.h"
#include "libs/kafka/testing/embedded_broker.h"
#include "libs/kafka/topic_admin.h"
#include "libs/redis/testing/throwaway_redis.h"
#include "libs/redis/view_store.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/adapters/ledger_journal.h"
#include "tests/bench/inputs.h"
#include "tests/bench/raw.h"
#include "tests/bench/timed_ports.h"

namespace relance::bench {
namespace {

constexpr Millis kPatience{120'000};
constexpr Millis kIdleWait{50};

struct Options {
  int partitions = 0;
  int events = 0;
  std::string bootstrap;
  bool account = false;  ///< Of where the time goes, which costs some.
};

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "journal_bench: %s\n", why.c_str());
  // Threads and brokers of this process end with it; a Redis dies with its maker.
  _exit(1);
}

template <class T>
T Must(Result<T> made) {
  if (!made) Die(made.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*made);
}

class NobodyWaits : public journal::Answers {
 public:
  void Answer(const CommandId&, const journal::Outcome&) override {}
};

/// Counts what one owner handled. Once it works nothing may go wrong.
class Handled : public journal::OwnerEvents {
 public:
  void BeStrict() { strict_ = true; }
  void RecordAccepted(int, size_t inputs, Millis) override { inputs_ += inputs; }
  void GenerationEnded(int, const std::string& why) override {
    if (strict_) Die(why);
  }
  void Stopped(int, const std::string& why) override { Die(why); }
  void InputParked(int, const std::string&, int64_t, const std::string& reason) override {
    Die("parked: " + reason);
  }
  size_t inputs() const { return inputs_; }

 private:
  size_t inputs_ = 0;
  bool strict_ = false;
};

/// What all partitions share, as in a service.
struct Shared {
  Shared(const kafka::ClientConfig& config, Millis fetch_wait, redis::ClusterOptions options)
      : inputs(Must(kafka::InputReader::Create(config, {.fetch_wait = fetch_wait}))),
        reader(Must(kafka::Reader::Create(config))),
        journal_producer(Must(kafka::Producer::Create(config, kafka::JournalProducerOptions()))),
        producer(Must(kafka::Producer::Create(config, {.linger = Millis{5}}))),
        redis(std::move(options)) {}

  std::unique_ptr<kafka::InputReader> inputs;
  std::unique_ptr<kafka::Reader> reader;
  std::unique_ptr<kafka::Producer> journal_producer;
  std::unique_ptr<kafka::Producer> producer;
  redis::Cluster redis;
  host::HostClock clock;
  host::SystemEntropy entropy;
  NobodyWaits answers;
};

/// One owner on timed ports, stepped as a service steps it.
class Partition {
 public:
  Partition(Shared& shared, const std::string& prefix, int partition, bool account)
      : watch_(account),
        kafka_inputs_(*shared.inputs, *shared.reader, {prefix + ".commands", prefix + ".bulk"},
                      partition),
        kafka_log_(*shared.reader, *shared.journal_producer, prefix + ".journal", partition),
        parked_(*shared.producer, "bench", partition),
        redis_view_(shared.redis, redis::ViewName{prefix, partition, ledger::kViewLayout}),
        log_(kafka_log_, watch_),
        inputs_(kafka_inputs_, watch_),
        view_(redis_view_, watch_),
        projector_thread_(view_),
        projector_(projector_thread_, watch_),
        assistant_(assistant_thread_, watch_),
        entropy_(shared.entropy, watch_),
        domain_(ledger_, watch_),
        owner_(SettingsOf(prefix, partition),
               {log_, inputs_, view_, projector_, assistant_, parked_, shared.clock, entropy_,
                shared.answers, handled_},
               domain_, shared.entropy.Bytes(16)) {}

  void Assign() {
    const auto begin = Steady::now();
    while (!owner_.owning()) {
      owner_.Step();
      if (SecondsSince(begin) > 30) Die("a partition was not caught up with");
    }
    handled_.BeStrict();
    watch_.Reset();
  }

  /// Until `wanted` inputs are in the journal and in the view.
  void Work(size_t wanted) {
    const auto begin = Steady::now();
    const double cpu = CpuSeconds();
    while (handled_.inputs() < wanted || owner_.HasUnprojected()) {
      if (owner_.Step() != journal::Owner::Turn::kWorked) inputs_.Wait(kIdleWait);
      if (Steady::now() - begin > kPatience) Die("inputs were lost on the way");
    }
    worked_ = SecondsSince(begin);
    cpu_ = CpuSeconds() - cpu;
  }

  const Stopwatch& watch() const { return watch_; }
  const TimedLog& log() const { return log_; }
  const TimedView& view() const { return view_; }
  const TimedAssistant& assistant() const { return assistant_; }
  double worked() const { return worked_; }
  double cpu() const { return cpu_; }

 private:
  static journal::OwnerSettings SettingsOf(const std::string& prefix, int partition) {
    journal::OwnerSettings settings;
    settings.installation = prefix;
    settings.topic = prefix + ".journal";
    settings.partition = partition;
    settings.inputs = {{prefix + ".commands", journal::InputKind::kCommands},
                       {prefix + ".bulk", journal::InputKind::kBulk}};
    return settings;
  }

  Stopwatch watch_;
  Handled handled_;
  double worked_ = 0;
  double cpu_ = 0;
  kafka::KafkaInputLogs kafka_inputs_;
  kafka::KafkaJournalLog kafka_log_;
  kafka::KafkaParkedLog parked_;
  redis::RedisViewStore redis_view_;
  ledger::LedgerJournal ledger_;
  TimedLog log_;
  TimedInputs inputs_;
  TimedView view_;
  journal::ProjectorThread projector_thread_;
  TimedProjector projector_;
  journal::AssistantThread assistant_thread_;
  TimedAssistant assistant_;
  TimedEntropy entropy_;
  TimedDomain domain_;
  journal::Owner owner_;
};

using Partitions = std::vector<std::unique_ptr<Partition>>;

void Fill(Shared& shared, const std::string& topic, const Records& records) {
  kafka::CommandWriter writer(*shared.producer);
  const auto delivered = [](const kafka::Delivery& delivery) {
    if (!delivery) Die(delivery.error().message);
  };
  for (size_t p = 0; p < records.size(); ++p) {
    for (const auto& bytes : records[p]) {
      while (!writer.Write(topic, static_cast<int>(p), bytes, delivered)) {
        (void)shared.producer->Flush(Millis{1'000});
      }
    }
  }
  Must(shared.producer->Flush(kPatience));
}

void CreateTopics(const Options& options, const kafka::ClientConfig& config,
                  kafka::EmbeddedBroker* embedded, const std::vector<std::string>& names) {
  if (embedded != nullptr) {
    for (const auto& name : names) Must(embedded->CreateTopic(name, options.partitions));
    return;
  }
  const auto admin = Must(kafka::TopicAdmin::Create(config));
  std::vector<kafka::Topic> topics;
  for (const auto& name : names) {
    topics.push_back({name, options.partitions, 1, {{"max.message.bytes", "4194304"}}});
    Must(admin->CreateTopic(topics.back()));
  }
  Must(admin->AwaitTopics(topics, Millis{30'000}));
}

/// Seconds from the first step with all inputs in the topic to the last projection.
double RunJournal(Partitions& partitions, size_t each) {
  const auto begin = Steady::now();
  std::vector<std::thread> threads;
  for (auto& partition : partitions) {
    threads.emplace_back([&partition, each] { partition->Work(each); });
  }
  for (auto& thread : threads) thread.join();
  return SecondsSince(begin);
}

/// Where the time of the owners' threads went, as shares of it.
nlohmann::ordered_json Account(const Partitions& partitions) {
  double worked = 0;
  for (const auto& partition : partitions) worked += partition->worked();
  nlohmann::ordered_json shares;
  double rest = worked;
  for (size_t doing = 0; doing < kDoingNames.size(); ++doing) {
    double seconds = 0;
    for (const auto& partition : partitions) seconds += partition->watch().Seconds(doing);
    shares[kDoingNames[doing]] = seconds / worked;
    rest -= seconds;
  }
  shares["journal: read, hash, encode, keep documents"] = rest / worked;
  return shares;
}

/// Of all partitions; processor time in seconds.
struct Sums {
  size_t appends = 0;
  size_t bytes = 0;
  size_t loads = 0;
  double cpu = 0;
  double projector_cpu = 0;
  double assistant_cpu = 0;
};

Sums SumsOf(const Partitions& partitions) {
  Sums sums;
  for (const auto& partition : partitions) {
    sums.appends += partition->log().appends();
    sums.bytes += partition->log().bytes();
    sums.loads += partition->view().loads();
    sums.cpu += partition->cpu();
    sums.projector_cpu += partition->view().cpu();
    sums.assistant_cpu += partition->assistant().cpu();
  }
  return sums;
}

void Run(const Options& options) {
  std::unique_ptr<kafka::EmbeddedBroker> embedded;
  kafka::ClientConfig config;
  config.bootstrap = options.bootstrap;
  if (options.bootstrap.empty()) {
    embedded = Must(kafka::EmbeddedBroker::Start());
    config = embedded->Client();
  }
  const redis::ThrowawayRedis redis(
      {.tcp = true, .extra = {"--appendonly", "yes", "--appendfsync", "everysec"}});
  host::SystemEntropy entropy;
  const std::string prefix = "bench." + ToHex(entropy.Bytes(4));
  CreateTopics(options, config, embedded.get(),
               {prefix + ".commands", prefix + ".bulk", prefix + ".journal", prefix + ".raw"});
  const size_t each = static_cast<size_t>(options.events / options.partitions);
  Records records;
  for (int p = 0; p < options.partitions; ++p) records.push_back(MakeInputs(each, p));

  Shared shared(config, Millis{embedded ? 5 : 100}, redis.SingleNode());
  Partitions partitions;
  for (int p = 0; p < options.partitions; ++p) {
    partitions.push_back(std::make_unique<Partition>(shared, prefix, p, options.account));
    partitions.back()->Assign();
  }
  Fill(shared, prefix + ".bulk", records);
  const double journal = RunJournal(partitions, each);
  const KafkaSeconds raw_kafka = Must(RawKafkaSeconds(config.bootstrap, prefix + ".raw", records));
  std::vector<journal::Changes> writes;
  for (const auto& partition : partitions) {
    writes.insert(writes.end(), partition->view().writes().begin(),
                  partition->view().writes().end());
  }
  const auto at = redis.ConnectionOptions();
  const double raw_redis = Must(RawRedisSeconds(at, writes, RedisCommands::kOneEachDocument));
  const double least_redis = Must(RawRedisSeconds(at, writes, RedisCommands::kOneEachHash));
  if (embedded && embedded->FullestPercent() >= 100) {
    Die("more events than the embedded broker keeps");
  }

  const Sums sums = SumsOf(partitions);
  const auto events = static_cast<double>(each * partitions.size());
  const nlohmann::ordered_json found = {{"broker", embedded ? "embedded" : "kafka"},
                                        {"partitions", options.partitions},
                                        {"events", events},
                                        {"journal_per_s", events / journal},
                                        {"raw_kafka_per_s", events / raw_kafka.all()},
                                        {"raw_produce_per_s", events / raw_kafka.produce},
                                        {"raw_consume_per_s", events / raw_kafka.consume},
                                        {"raw_redis_per_s", events / raw_redis},
                                        {"least_redis_per_s", events / least_redis},
                                        {"ratio", std::max(raw_kafka.all(), raw_redis) / journal},
                                        {"cpu_us", sums.cpu / events * 1e6},
                                        {"projector_cpu_us", sums.projector_cpu / events * 1e6},
                                        {"assistant_cpu_us", sums.assistant_cpu / events * 1e6},
                                        {"appends", sums.appends},
                                        {"appended_bytes", sums.bytes},
                                        {"loads", sums.loads},
                                        {"spent", Account(partitions)}};
  std::printf("%s\n", found.dump().c_str());
}

}  // namespace
}  // namespace relance::bench

int main(int argc, char** argv) {
  relance::bench::Options options;
  std::vector<std::string> words(argv + 1, argv + argc);
  options.account = std::erase(words, "--account") > 0;
  if (words.size() >= 2) {
    options.partitions = std::atoi(words[0].c_str());
    options.events = std::atoi(words[1].c_str());
    if (words.size() > 2) options.bootstrap = words[2];
  }
  if (words.size() < 2 || words.size() > 3 || options.partitions < 1 ||
      options.events < options.partitions) {
    std::fprintf(stderr, "journal_bench [--account] PARTITIONS EVENTS [BOOTSTRAP]\n");
    return 2;
  }
  relance::bench::Run(options);
  return 0;
}
