#include "libs/process/stop_signal.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace relance {
namespace {

using namespace std::chrono_literals;

/// Runs `body` in a process of its own, whose signals are nobody else's; its exit status, or minus
/// the signal that ended it.
template <class Body>
int InChild(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    _exit(body());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(StopSignalTest, TheOrderToTerminateEndsTheWait) {
  EXPECT_EQ(InChild([] {
              StopSignal stop;
              kill(getpid(), SIGTERM);
              return stop.Wait();
            }),
            SIGTERM);
}

TEST(StopSignalTest, ASignalReachesTheWaiterEvenWhenAnotherThreadRuns) {
  EXPECT_EQ(InChild([] {
              StopSignal stop;
              std::jthread worker([](const std::stop_token& token) {
                while (!token.stop_requested()) std::this_thread::yield();
              });
              kill(getpid(), SIGINT);
              return stop.Wait();
            }),
            SIGINT);
}

TEST(StopSignalTest, AFatalErrorAsksToStopFromAnotherThread) {
  EXPECT_EQ(InChild([] {
              StopSignal stop;
              std::jthread failing([&] { stop.Request(); });
              return stop.Wait();
            }),
            0);
}

TEST(StopSignalTest, WithoutASignalTheWaitRunsOut) {
  EXPECT_EQ(InChild([] {
              StopSignal stop;
              return stop.WaitFor(10ms) ? 1 : 0;
            }),
            0);
}

TEST(StopSignalTest, OnceStoppedEveryWaitReturnsAtOnce) {
  EXPECT_EQ(InChild([] {
              StopSignal stop;
              kill(getpid(), SIGTERM);
              const bool first = stop.WaitFor(5s);
              return first && stop.WaitFor(0ms) && stop.Wait() == SIGTERM ? 0 : 1;
            }),
            0);
}

TEST(StopSignalTest, ASecondSignalEndsAShutdownThatIsStuck) {
  EXPECT_EQ(InChild([] {
              StopSignal stop;
              kill(getpid(), SIGTERM);
              stop.Wait();
              kill(getpid(), SIGINT);
              while (true) pause();
              return 0;
            }),
            -SIGINT);
}

TEST(StopSignalTest, APeerThatHangsUpDoesNotKillTheProcess) {
  EXPECT_EQ(InChild([] {
              StopSignal stop;
              int ends[2] = {};
              if (pipe(ends) != 0) return 1;
              close(ends[0]);
              return write(ends[1], "x", 1) == -1 && errno == EPIPE ? 0 : 1;
            }),
            0);
}

}  // namespace
}  // namespace relance
