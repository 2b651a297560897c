#pragma once

#include <time.h>

#include <array>
#include <chrono>
#include <cstddef>

namespace relance::bench {

using Steady = std::chrono::steady_clock;

inline double SecondsSince(Steady::time_point begin) {
  return std::chrono::duration<double>(Steady::now() - begin).count();
}

/// Of the calling thread: what it cost, however busy the machine is.
inline double CpuSeconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9;
}

/// What the thread of an owner spends its time on.
enum class Doing {
  kWaitInputs,
  kPollInputs,
  kLoad,
  kNeeds,
  kDecide,
  kNeedsToEvolve,
  kEvolve,
  kConclude,
  kSalts,
  kAssist,
  kProject,
  kAwaitAppend,
  kLookAround,
};

inline constexpr std::array<const char*, 13> kDoingNames = {
    "kafka: no input there",
    "kafka: take inputs",
    "redis: load documents",
    "ledger: which documents an input needs",
    "ledger: decide",
    "ledger: which documents a fact needs",
    "ledger: evolve",
    "ledger: conclude",
    "journal: salts",
    "journal: wait for what the assistant does",
    "redis: wait for the projection before",
    "kafka: wait for the append",
    "once a second: ends, positions, clock",
};

/// Seconds by what they were spent on. Of one thread. To look at the time costs time: where only
/// the whole counts, it does not run.
class Stopwatch {
 public:
  explicit Stopwatch(bool runs) : runs_(runs) {}

  class Span {
   public:
    Span(Stopwatch& watch, Doing doing) : watch_(watch), doing_(doing), begin_(watch.Now()) {}
    ~Span() { watch_.spent_[static_cast<size_t>(doing_)] += watch_.Now() - begin_; }
    Span(const Span&) = delete;
    Span& operator=(const Span&) = delete;

   private:
    Stopwatch& watch_;
    const Doing doing_;
    const Steady::time_point begin_;
  };

  double Seconds(size_t doing) const {
    return std::chrono::duration<double>(spent_[doing]).count();
  }
  void Reset() { spent_ = {}; }

 private:
  Steady::time_point Now() const { return runs_ ? Steady::now() : Steady::time_point{}; }

  const bool runs_;
  std::array<Steady::duration, kDoingNames.size()> spent_{};
};

}  // namespace relance::bench
