#include "libs/host/topic_follower.h"

#include <chrono>

namespace relance::host {
namespace {

constexpr Millis kPoll{100};
constexpr Millis kFetchWait{20};
constexpr Millis kRetry{500};

}  // namespace

TopicFollower::TopicFollower(const kafka::ClientConfig& config, std::string topic,
                             const Logger& log,
                             std::function<Result<void>(const std::string&)> take)
    : config_(config), topic_(std::move(topic)), log_(log), take_(std::move(take)), thread_([this] {
        Loop();
      }) {}

TopicFollower::~TopicFollower() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  moved_.notify_all();
  thread_.join();
}

bool TopicFollower::Open() {
  if (table_) return true;
  auto opened = kafka::TableFollower::Create(config_, topic_, kFetchWait);
  if (opened) {
    table_ = std::move(*opened);
    return true;
  }
  log_.Warn("a topic cannot be followed yet",
            {{"topic", topic_}, {"error", opened.error().message}});
  std::unique_lock lock(mutex_);
  moved_.wait_for(lock, kRetry, [this] { return stopping_; });
  return false;
}

void TopicFollower::Loop() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    if (!Open()) continue;
    const auto entries = table_->Poll(kPoll);
    if (!entries) {
      log_.Warn("a topic cannot be read", {{"topic", topic_}, {"error", entries.error().message}});
      continue;
    }
    for (const auto& entry : *entries) {
      const auto taken = entry.value ? take_(*entry.value) : Result<void>{};
      if (taken) continue;
      log_.Error("a record cannot be used",
                 {{"topic", topic_}, {"offset", entry.offset}, {"error", taken.error().message}});
    }
    const std::lock_guard lock(mutex_);
    caught_up_ = table_->CaughtUp();
    moved_.notify_all();
  }
}

Result<void> TopicFollower::AwaitCaughtUp(Millis timeout) {
  std::unique_lock lock(mutex_);
  if (!moved_.wait_for(lock, timeout, [this] { return caught_up_; })) {
    return Unavailable(topic_ + " could not be read to its end");
  }
  return {};
}

}  // namespace relance::host
