#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "services/portal/app/ports.h"

namespace relance::portal {

/// Sessions and failed attempts of one process: for development and tests. Thread-safe.
class MemoryStore : public SessionStore, public AttemptCounter {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Now = std::function<Time()>;

  /// An empty `now` is the monotonic clock.
  explicit MemoryStore(Now now = {});

  Result<void> Put(const std::string& id, const Session& session) override;
  Result<Session> Find(const std::string& id) override;
  Result<int64_t> Failures(const std::string& origin) override;
  Result<void> CountFailure(const std::string& origin) override;

 private:
  struct Kept {
    Session session;
    Time began;
    Time used;
  };
  struct Failed {
    int64_t count = 0;
    Time first;
  };

  bool IsOver(const Kept& kept, Time now) const;
  /// Drops what has ended, so that scanners of mail cannot fill the memory.
  void Sweep(Time now);

  const Now now_;
  std::mutex mutex_;
  std::map<std::string, Kept> sessions_;
  std::map<std::string, Failed> failures_;
  Time next_sweep_{};
};

}  // namespace relance::portal
