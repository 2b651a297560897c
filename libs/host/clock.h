#pragma once

#include <atomic>

#include "libs/journal/ports.h"

namespace relance::host {

/// Business time: the system's, or in a development stack a moment that only SetClock moves.
class HostClock : public journal::Clock {
 public:
  /// The system's clock.
  HostClock() = default;
  /// A development clock that stands at `at`.
  explicit HostClock(Instant at) : development_(true), now_ms_(ToMillis(at)) {}

  Instant Now() override;
  Instant System() override;
  Millis Monotonic() override;
  bool IsDevelopment() const override { return development_; }

  /// Moves development time forward. kInvalid: it would go back, or this is no development clock.
  Result<void> Set(Instant at);

 private:
  const bool development_ = false;
  std::atomic<int64_t> now_ms_{0};
};

}  // namespace relance::host
