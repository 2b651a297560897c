#include "libs/host/partition.h"

#include <algorithm>

namespace relance::host {
namespace {

constexpr Millis kIdleWait{50};
constexpr Millis kRetryWait{100};
constexpr Millis kLookEvery{1'000};
constexpr const char* kDistrusted = "the clock is not trusted: no wake-ups";

std::vector<std::string> TopicsOf(const journal::OwnerSettings& settings) {
  std::vector<std::string> topics;
  for (const auto& input : settings.inputs) topics.push_back(input.topic);
  return topics;
}

}  // namespace

PartitionHost::PartitionHost(const PartitionParts& parts, journal::OwnerSettings settings,
                             std::unique_ptr<journal::Domain> domain)
    : settings_(std::move(settings)),
      clock_(parts.clock),
      inputs_(parts.inputs, parts.reader, TopicsOf(settings_), settings_.partition),
      log_(parts.reader, parts.journal_producer, settings_.topic, settings_.partition),
      parked_(parts.parked_producer, parts.service, settings_.partition),
      view_(parts.redis, redis::ViewName{parts.service, settings_.partition, parts.layout}),
      projector_(view_),
      domain_(std::move(domain)),
      owner_(settings_,
             journal::OwnerPorts{log_, inputs_, view_, projector_, assistant_, parked_, parts.clock,
                                 parts.entropy, parts.answers, parts.events},
             *domain_, parts.process_id),
      thread_([this] { Loop(); }) {}

PartitionHost::~PartitionHost() {
  EndSoon();
  thread_.join();
}

void PartitionHost::EndSoon() {
  stopping_ = true;
  inputs_.Nudge();
}

void PartitionHost::Loop() {
  while (!stopping_) {
    if (jump_allowed_.exchange(false)) owner_.AllowJump();
    const auto turn = owner_.Step();
    const bool looks = clock_.Monotonic() - looked_at_ >= kLookEvery;
    if (looks) LookAtLags();
    const bool asked = asked_.exchange(0) > 0;
    if (asked || looks || turn == journal::Owner::Turn::kStopped) Publish(asked);
    switch (turn) {
      case journal::Owner::Turn::kWorked:
        break;
      case journal::Owner::Turn::kIdle:
        inputs_.Wait(kIdleWait);
        break;
      case journal::Owner::Turn::kWaiting:
      case journal::Owner::Turn::kStopped:
        inputs_.Wait(kRetryWait);
        break;
    }
  }
}

void PartitionHost::LookAtLags() {
  looked_at_ = clock_.Monotonic();
  const auto next = owner_.ReadTo();
  for (size_t i = 0; i < next.size(); ++i) {
    const auto end = inputs_.KnownEnd(i);
    if (end) lags_[settings_.inputs[i].topic] = std::max<int64_t>(*end - next[i], 0);
  }
}

/// Whether it is quiet takes questions to the broker: only for somebody who waits for the answer.
void PartitionHost::Publish(bool asked) {
  PartitionState state;
  state.partition = settings_.partition;
  state.reason = owner_.stop_reason();
  state.state = !state.reason.empty() ? "stopped" : owner_.owning() ? "owned" : "catching up";
  if (state.reason.empty() && !owner_.clock_trusted()) state.reason = kDistrusted;
  state.sequence = owner_.head().sequence;
  state.hash = ToBytes(owner_.head().hash);
  state.generation = owner_.generation();
  state.ignored = owner_.ignored_records();
  state.next_wake_up = owner_.NextWakeUp();
  state.clock_trusted = owner_.clock_trusted();
  state.lags = lags_;
  state.quiet = asked && owner_.Quiet();
  const std::lock_guard lock(mutex_);
  state.turns = state_.turns + 1;
  state_ = std::move(state);
  published_.notify_all();
}

PartitionState PartitionHost::Last() {
  const std::lock_guard lock(mutex_);
  PartitionState state = state_;
  state.partition = settings_.partition;
  return state;
}

void PartitionHost::AllowJump() {
  jump_allowed_ = true;
  inputs_.Nudge();
}

uint64_t PartitionHost::Ask() {
  const std::lock_guard lock(mutex_);
  ++asked_;
  inputs_.Nudge();
  return state_.turns;
}

PartitionState PartitionHost::Answer(uint64_t question, Millis timeout) {
  std::unique_lock lock(mutex_);
  published_.wait_for(lock, timeout, [&] { return state_.turns > question; });
  PartitionState state = state_;
  state.partition = settings_.partition;
  if (state.turns == question) {
    state.quiet = false;
    if (state.state.empty()) state.state = "catching up";
  }
  return state;
}

}  // namespace relance::host
