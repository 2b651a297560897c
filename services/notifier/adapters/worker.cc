#include "services/notifier/adapters/worker.h"

#include <algorithm>
#include <utility>

namespace relance::notifier {

Worker::Worker(Work& work, std::function<std::vector<int>()> owned, WorkerOptions options,
               const Logger& log)
    : work_(work), owned_(std::move(owned)), options_(options), log_(log) {}

Worker::~Worker() {
  Stop();
}

void Worker::Start() {
  threads_.emplace_back([this] { Look(); });
  for (int i = 0; i < options_.senders; ++i) threads_.emplace_back([this] { Send(); });
}

void Worker::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const Task& task : tasks_) work_.GiveBack(task);
    tasks_.clear();
  }
  work_.Stop();
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

bool Worker::IsQuiet() {
  {
    const std::lock_guard lock(mutex_);
    if (!tasks_.empty()) return false;
  }
  for (const int partition : owned_()) {
    const auto quiet = work_.IsQuiet(partition);
    if (!quiet || !*quiet) return false;
  }
  return true;
}

std::optional<Instant> Worker::NextMoment() {
  std::optional<Instant> earliest;
  for (const int partition : owned_()) {
    const auto next = work_.NextMoment(partition);
    if (!next || !*next) continue;
    earliest = earliest ? std::min(*earliest, **next) : **next;
  }
  return earliest;
}

void Worker::Look() {
  while (true) {
    for (const int partition : owned_()) LookAt(partition);
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, options_.poll, [this] { return stopping_; })) return;
    // The senders are behind: what is taken now would only grow old.
    const size_t enough = 4 * static_cast<size_t>(options_.senders);
    changed_.wait(lock, [&] { return stopping_ || tasks_.size() < enough; });
    if (stopping_) return;
  }
}

void Worker::LookAt(int partition) {
  const Monotonic now = std::chrono::steady_clock::now();
  if (const auto at = failed_.find(partition); at != failed_.end()) {
    if (now < at->second + options_.patience) return;
    failed_.erase(at);
  }
  auto tasks = work_.Round(partition, options_.batch);
  if (!tasks) {
    failed_[partition] = now;
    log_.Warn("a partition's notices cannot be looked at now",
              {{"partition", partition}, {"error", tasks.error().message}});
    return;
  }
  const std::lock_guard lock(mutex_);
  for (Task& task : *tasks) {
    if (stopping_) {
      work_.GiveBack(task);
    } else {
      tasks_.push_back(std::move(task));
    }
  }
  changed_.notify_all();
}

void Worker::Send() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (stopping_) return;
    const Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    changed_.notify_all();
    work_.Do(task);
    lock.lock();
  }
}

}  // namespace relance::notifier
