#include "tests/kafka/cluster.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "libs/kafka/topic_admin.h"

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

bool IsFree(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  const bool is_free = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return is_free;
}

/// Below the range that the system hands out, two in a row: broker and controller.
int FreePortPair() {
  for (int port = 20000 + getpid() % 5000 * 2; port < 32000; port += 2) {
    if (IsFree(port) && IsFree(port + 1)) return port;
  }
  return 0;
}

int RunBroker(const std::string& arguments) {
  const int status = std::system(("deploy/kafka/broker " + arguments).c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class Real : public Cluster {
 public:
  Real(std::string folder, int port) : folder_(std::move(folder)), port_(port) {}
  ~Real() override {
    RunBroker("stop " + folder_);
    std::filesystem::remove_all(folder_);
  }

  ClientConfig Client() const override {
    ClientConfig config;
    config.bootstrap = "127.0.0.1:" + std::to_string(port_);
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
  int port_;
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
  const int port = FreePortPair();
  setenv("RELANCE_KAFKA_OWNER", std::to_string(getpid()).c_str(), 1);
  const int code = RunBroker("start " + std::string(folder) + " " + std::to_string(port));
  if (code == 0) return std::make_unique<Real>(folder, port);
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
