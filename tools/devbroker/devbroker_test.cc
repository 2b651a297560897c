#include "tools/devbroker/devbroker.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "libs/kafka/topic_admin.h"

namespace relance::devbroker {
namespace {

/// The program, started with `arguments` and stopped by its own pid.
class Process {
 public:
  explicit Process(const std::vector<std::string>& arguments) {
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    std::vector<char*> argv = {const_cast<char*>("relance-devbroker")};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(DEVBROKER, argv.data());
    _exit(127);
  }
  ~Process() {
    if (pid_ > 0) End(SIGKILL);
  }

  int End(int signal) {
    kill(pid_, signal);
    return AwaitEnd();
  }
  int AwaitEnd() {
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

nlohmann::json AwaitReady(const std::string& path) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!std::filesystem::exists(path) && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::ifstream file(path);
  return nlohmann::json::parse(file, nullptr, false);
}

std::string ReadyPath() {
  const std::string path = ::testing::TempDir() + "ready-" + std::to_string(getpid()) + ".json";
  std::filesystem::remove(path);
  return path;
}

TEST(DevbrokerTest, TheReadyFileNamesABrokerThatHasEveryTopicOfTheSuite) {
  const auto path = ReadyPath();
  Process process(
      {"--partitions", "3", "--extra-topic", "erp.demo.documents.v1:2", "--ready-file", path});
  const auto ready = AwaitReady(path);
  ASSERT_TRUE(ready.is_object());
  EXPECT_EQ(ready["pid"], process.pid());
  EXPECT_EQ(ready["installation_id"].get<std::string>().size(), 32u);
  EXPECT_THAT(ready["bootstrap"].get<std::string>(), ::testing::StartsWith("127.0.0.1:"));
  kafka::ClientConfig config;
  config.bootstrap = ready["bootstrap"];
  auto admin = kafka::TopicAdmin::Create(config);
  ASSERT_TRUE(admin);
  EXPECT_TRUE((*admin)->AwaitTopics({{"relance.ledger.journal.v1", 3, 1, {}},
                                     {"relance.notifier.parked.v1", 3, 1, {}},
                                     {"relance.config.v1", 1, 1, {}},
                                     {"erp.demo.documents.v1", 2, 1, {}}},
                                    Millis{10'000}));
  EXPECT_EQ(process.End(SIGTERM), 0);
  std::filesystem::remove(path);
}

TEST(DevbrokerTest, AFixedPortLeadsToTheSameBrokerAndIsNotTakenTwice) {
  const auto path = ReadyPath();
  const std::string port = std::to_string(21000 + getpid() % 10000);
  Process process({"--port", port, "--ready-file", path});
  const auto ready = AwaitReady(path);
  ASSERT_TRUE(ready.is_object());
  EXPECT_EQ(ready["bootstrap"], "127.0.0.1:" + port);
  kafka::ClientConfig config;
  config.bootstrap = ready["bootstrap"];
  auto admin = kafka::TopicAdmin::Create(config);
  ASSERT_TRUE(admin);
  EXPECT_TRUE((*admin)->AwaitTopics({{"relance.ledger.commands.v1", 4, 1, {}}}, Millis{10'000}));
  Process second({"--port", port, "--ready-file", path + ".second"});
  EXPECT_EQ(second.AwaitEnd(), 1);
  EXPECT_EQ(process.End(SIGTERM), 0);
  std::filesystem::remove(path);
}

TEST(DevbrokerTest, AnOptionItDoesNotUnderstandIsNamed) {
  EXPECT_EQ(Process({"--partitions", "none"}).AwaitEnd(), 2);
  EXPECT_EQ(Process({"--extra-topic", "erp"}).AwaitEnd(), 2);
  EXPECT_EQ(Process({"--colour", "blue"}).AwaitEnd(), 2);
}

}  // namespace
}  // namespace relance::devbroker
