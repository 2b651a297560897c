#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace relance {

/// Threads for work that waits, so that the threads of gRPC never do.
class WorkerPool {
 public:
  WorkerPool(int threads, size_t most_queued);
  /// Finishes what is queued.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False when too much is queued already: the work is not taken.
  bool Run(std::function<void()> work);
  /// Taken even then: the continuation of work that was taken before.
  void Continue(std::function<void()> work);

 private:
  void Loop();

  const size_t most_queued_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace relance
