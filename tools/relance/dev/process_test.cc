#include "tools/relance/dev/process.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "libs/process/claimed_ports.h"
#include "tools/relance/dev/loopback.h"

namespace relance::cli {
namespace {

class ProcessTest : public ::testing::Test {
 protected:
  Child Run(const std::string& script, std::map<std::string, std::string> environment = {}) {
    auto child = Start({"child", {"bash", "-c", script}, std::move(environment), log_});
    EXPECT_TRUE(child);
    return *child;
  }
  /// Waits until the log holds a text.
  bool Logged(const std::string& text) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < deadline) {
      if (Tail(log_, 10).find(text) != std::string::npos) return true;
      poll(nullptr, 0, 5);
    }
    return false;
  }
  ~ProcessTest() override { std::filesystem::remove(log_); }

  const std::string log_ =
      (std::filesystem::temp_directory_path() / ("relance-process-" + std::to_string(getpid())))
          .string();
};

TEST_F(ProcessTest, AProcessStopsWhenAskedAndItsWordsAreInItsLog) {
  const Child child = Run("echo \"hello $WHO\"; exec sleep 60", {{"WHO", "ledger"}});
  EXPECT_TRUE(Logged("hello ledger"));
  EXPECT_TRUE(IsRunning(child));
  EXPECT_TRUE(Stop(child, Millis{5'000}));
  EXPECT_FALSE(IsRunning(child));
}

TEST_F(ProcessTest, OneThatDoesNotListenIsKilled) {
  const Child child = Run("trap '' TERM; echo deaf; while :; do read -t 1 <> <(:); done");
  ASSERT_TRUE(Logged("deaf"));
  EXPECT_FALSE(Stop(child, Millis{50}));
  EXPECT_FALSE(IsRunning(child));
}

TEST_F(ProcessTest, APidThatWasGivenToAnotherIsLeftAlone) {
  const Child child = Run("echo up; exec sleep 60");
  ASSERT_TRUE(Logged("up"));
  Child stranger = child;
  stranger.began = "1";
  EXPECT_FALSE(IsRunning(stranger));
  EXPECT_TRUE(Stop(stranger, Millis{50}));
  EXPECT_TRUE(IsRunning(child));
  EXPECT_TRUE(Stop(child, Millis{5'000}));
}

TEST_F(ProcessTest, AProgramThatIsNotThereIsAnError) {
  EXPECT_FALSE(Start({"ghost", {"/nowhere/relance-ghost"}, {}, log_}));
}

TEST(LoopbackTest, NobodyAnswersOnAFreePort) {
  const auto ports = ClaimedPorts::Take(1);
  ASSERT_TRUE(ports);
  EXPECT_FALSE(Listens((*ports)[0]));
  EXPECT_EQ(HttpGet((*ports)[0], "/readyz", Millis{100}).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace relance::cli
