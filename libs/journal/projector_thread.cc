#include "libs/journal/projector_thread.h"

#include <utility>

namespace relance::journal {

ProjectorThread::ProjectorThread(ViewStore& view) : view_(view), thread_([this] { Loop(); }) {}

ProjectorThread::~ProjectorThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ProjectorThread::Start(const std::optional<Position>& from, const Position& to,
                            Changes changes) {
  {
    const std::lock_guard lock(mutex_);
    done_.reset();
    started_ = Projection{from, to, std::move(changes)};
  }
  changed_.notify_all();
}

Result<Projected> ProjectorThread::Await() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return done_.has_value(); });
  return *std::exchange(done_, std::nullopt);
}

void ProjectorThread::Loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return started_ || stopping_; });
    if (!started_) return;
    const Projection projection = *std::exchange(started_, std::nullopt);
    lock.unlock();
    auto projected = view_.Project(projection.from, projection.to, projection.changes);
    lock.lock();
    done_ = std::move(projected);
    changed_.notify_all();
  }
}

}  // namespace relance::journal
