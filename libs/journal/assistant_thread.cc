#include "libs/journal/assistant_thread.h"

#include <utility>

namespace relance::journal {

AssistantThread::AssistantThread() : thread_([this] { Loop(); }) {}

AssistantThread::~AssistantThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void AssistantThread::Begin(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    work_ = std::move(work);
  }
  changed_.notify_all();
}

void AssistantThread::Finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !work_ && !working_; });
}

void AssistantThread::Loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return work_ || stopping_; });
    if (!work_) return;
    auto work = std::exchange(work_, nullptr);
    working_ = true;
    lock.unlock();
    work();
    lock.lock();
    working_ = false;
    changed_.notify_all();
    lock.unlock();
    work = nullptr;  // what it held may be large: nobody waits for it to go
    lock.lock();
  }
}

}  // namespace relance::journal
