#include "libs/process/stop_signal.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace relance {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

/// Without descriptors left at start there is nothing a process could do.
int Checked(int fd, const char* what) {
  if (fd >= 0) return fd;
  std::perror(what);
  std::abort();
}

}  // namespace

StopSignal::StopSignal() {
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  signal_fd_ = Checked(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
  request_fd_ = Checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
}

StopSignal::~StopSignal() {
  close(signal_fd_);
  close(request_fd_);
}

int StopSignal::Wait() {
  while (!Poll(-1)) {
  }
  return stopped_by_;
}

bool StopSignal::WaitFor(Millis timeout) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + timeout;
  while (true) {
    const auto left = std::chrono::ceil<Millis>(end - Clock::now()).count();
    const auto bounded = std::clamp<int64_t>(left, 0, std::numeric_limits<int>::max());
    if (Poll(static_cast<int>(bounded))) return true;
    if (bounded == 0) return false;
  }
}

void StopSignal::Request() {
  const uint64_t one = 1;
  while (write(request_fd_, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

bool StopSignal::Poll(int timeout_ms) {
  if (stopped_by_ >= 0) return true;
  std::array<pollfd, 2> fds = {pollfd{signal_fd_, POLLIN, 0}, pollfd{request_fd_, POLLIN, 0}};
  if (poll(fds.data(), fds.size(), timeout_ms) <= 0) return false;
  signalfd_siginfo info{};
  if (read(signal_fd_, &info, sizeof info) == sizeof info) {
    stopped_by_ = static_cast<int>(info.ssi_signo);
  } else if (fds[1].revents != 0) {
    stopped_by_ = 0;
  } else {
    return false;
  }
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  return true;
}

}  // namespace relance
