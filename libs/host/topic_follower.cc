#include "libs/host/topic_follower.h"

#include <chrono>

namespace relance::host {
namespace {

constexpr Millis kPause{50};

}  // namespace

TopicFollower::TopicFollower(kafka::Reader& reader, std::string topic, const Logger& log,
                             std::function<Result<void>(const std::string&)> take)
    : reader_(reader),
      topic_(std::move(topic)),
      log_(log),
      take_(std::move(take)),
      thread_([this] { Loop(); }) {}

TopicFollower::~TopicFollower() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  moved_.notify_all();
  thread_.join();
}

void TopicFollower::Loop() {
  while (true) {
    const bool more = ReadOn();
    std::unique_lock lock(mutex_);
    if (!more && !stopping_) moved_.wait_for(lock, kPause, [&] { return stopping_; });
    if (stopping_) return;
  }
}

/// Whether there may be more at once.
bool TopicFollower::ReadOn() {
  const auto records = reader_.Read(topic_, 0, next_);
  if (!records) {
    if (records.error().code == ErrorCode::kCorrupt) {
      log_.Error("a topic cannot be followed",
                 {{"topic", topic_}, {"error", records.error().message}});
    }
    return false;
  }
  for (const auto& record : *records) {
    const auto taken = take_(record.bytes);
    if (!taken) {
      log_.Error("a record cannot be used", {{"topic", topic_},
                                             {"offset", record.offset},
                                             {"error", taken.error().message}});
    }
    const std::lock_guard lock(mutex_);
    next_ = record.offset + 1;
  }
  moved_.notify_all();
  return !records->empty();
}

Result<void> TopicFollower::AwaitCaughtUp(Millis timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  auto bounds = reader_.Bounds(topic_, 0);
  while (!bounds && std::chrono::steady_clock::now() < deadline) {
    std::unique_lock lock(mutex_);
    moved_.wait_for(lock, kPause);
    lock.unlock();
    bounds = reader_.Bounds(topic_, 0);
  }
  if (!bounds) return Failure(bounds.error());
  std::unique_lock lock(mutex_);
  if (!moved_.wait_until(lock, deadline, [&] { return next_ >= bounds->end; })) {
    return Unavailable(topic_ + " could not be read to its end");
  }
  return {};
}

}  // namespace relance::host
