#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "libs/log/logger.h"
#include "services/notifier/app/work.h"

namespace relance::notifier {

struct WorkerOptions {
  int senders = 4;         ///< Hand-overs at one time.
  size_t batch = 100;      ///< Notices of one ask, and of one round.
  Millis poll{50};         ///< Between two looks at the views.
  Millis patience{1'000};  ///< Before a partition that failed is looked at again.
};

/// The threads of the notifier: one that looks for work on the partitions of this process, and
/// `senders` that do it.
class Worker {
 public:
  /// `owned` says which partitions this process owns now; called from the worker's thread.
  Worker(Work& work, std::function<std::vector<int>()> owned, WorkerOptions options,
         const Logger& log);
  /// Stops, if nobody has.
  ~Worker();

  void Start();
  /// Takes nothing new, waits for the hand-overs that are running. Call before the journal stops.
  void Stop();

  /// Nothing due, cleared or running on any owned partition, and nothing queued here.
  bool IsQuiet();
  /// The earliest moment at which a queued notice of an owned partition is to be asked for.
  std::optional<Instant> NextMoment();

 private:
  void Look();
  void LookAt(int partition);
  void Send();

  Work& work_;
  const std::function<std::vector<int>()> owned_;
  const WorkerOptions options_;
  const Logger& log_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  std::map<int, Monotonic> failed_;  ///< Of the looking thread alone.
  std::vector<std::thread> threads_;
};

}  // namespace relance::notifier
