#include "tests/kafka/cluster.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "libs/kafka/topic_admin.h"
#include "libs/process/claimed_ports.h"

namespace relance::kafka::testing {
namespace {

constexpr int kNothingToFetch = 3;  // Of deploy/kafka/broker.
constexpr int kSkipped = 77;

class Embedded : public Cluster {
 public:
  explicit Embedded(std::unique_ptr<EmbeddedBroker> broker) : broker_(std::move(broker)) {}

  ClientConfig Client() const override { return broker_->Client(); }
  void CreateTopic(const std::string& name, int partitions,
                   const std::map<std::string, std::string>&) override {
    ASSERT_TRUE(broker_->CreateTopic(name, partitions));
  }
  EmbeddedBroker* embedded() override { return broker_.get(); }

 private:
  std::unique_ptr<EmbeddedBroker> broker_;
};

int RunBroker(const std::string& arguments) {
  const int status = std::system(("deploy/kafka/broker " + arguments).c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class Real : public Cluster {
 public:
  Real(std::string folder, ClaimedPorts ports)
      : folder_(std::move(folder)), ports_(std::move(ports)) {}
  ~Real() override {
    RunBroker("stop " + folder_);
    std::filesystem::remove_all(folder_);
  }

  ClientConfig Client() const override {
    ClientConfig config;
    config.bootstrap = "127.0.0.1:" + std::to_string(ports_[0]);
    return config;
  }
  void CreateTopic(const std::string& name, int partitions,
                   const std::map<std::string, std::string>& config) override {
    auto admin = TopicAdmin::Create(Client());
    ASSERT_TRUE(admin) << admin.error().message;
    const Topic topic{name, partitions, 1, config};
    auto created = (*admin)->CreateTopic(topic);
    ASSERT_TRUE(created) << created.error().message;
    auto there = (*admin)->AwaitTopics({topic}, Millis{20'000});
    ASSERT_TRUE(there) << there.error().message;
  }
  void Kill9() override { ASSERT_EQ(RunBroker("kill9 " + folder_), 0); }
  void Restart() override { ASSERT_EQ(RunBroker("restart " + folder_), 0); }

 private:
  std::string folder_;
  ClaimedPorts ports_;
};

}  // namespace

std::unique_ptr<Cluster> StartEmbedded() {
  auto broker = EmbeddedBroker::Start();
  if (!broker) {
    std::fprintf(stderr, "%s\n", broker.error().message.c_str());
    std::exit(1);
  }
  return std::make_unique<Embedded>(std::move(*broker));
}

std::unique_ptr<Cluster> StartReal() {
  const char* required = std::getenv("RELANCE_REQUIRE_KAFKA");
  char folder[] = "/tmp/relance-kafka-XXXXXX";
  if (mkdtemp(folder) == nullptr) std::exit(1);
  auto ports = ClaimedPorts::Take(2);  // Broker and controller.
  if (!ports) {
    std::fprintf(stderr, "%s\n", ports.error().message.c_str());
    std::exit(1);
  }
  setenv("RELANCE_KAFKA_OWNER", std::to_string(getpid()).c_str(), 1);
  const int code = RunBroker("start " + std::string(folder) + " " + std::to_string((*ports)[0]));
  if (code == 0) return std::make_unique<Real>(folder, std::move(*ports));
  std::filesystem::remove_all(folder);
  if (code == kNothingToFetch && (required == nullptr || std::string(required) != "1")) {
    std::fprintf(stderr, "SKIPPED: no Apache Kafka to be had; RELANCE_REQUIRE_KAFKA=1 fails\n");
    std::exit(kSkipped);
  }
  std::fprintf(stderr, "Apache Kafka did not start (%d)\n", code);
  std::exit(1);
}

std::string NewTopic(const std::string& what, int partitions,
                     const std::map<std::string, std::string>& config) {
  static int count = 0;
  const std::string name =
      "test." + std::to_string(getpid()) + "." + std::to_string(++count) + "." + what;
  TheCluster().CreateTopic(name, partitions, config);
  return name;
}

int FetchWaitMs() {
  return TheCluster().embedded() != nullptr ? 5 : 100;
}

}  // namespace relance::kafka::testing
