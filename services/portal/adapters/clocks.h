#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "libs/process/system_clock.h"
#include "services/portal/app/ports.h"

namespace grpc {
class Channel;
}

namespace relance::portal {

class SystemTime : public Clock {
 public:
  Instant Now() override { return clock_.Now(); }

 private:
  SystemClock clock_;
};

/// Business time of a development stack, as the scenario service has it. While that does not
/// answer: what it said last, or the machine's time when it never did.
class DevelopmentTime : public Clock {
 public:
  DevelopmentTime(std::shared_ptr<grpc::Channel> channel, Millis timeout);
  ~DevelopmentTime() override;

  Instant Now() override;

 private:
  struct Stub;
  const std::unique_ptr<Stub> stub_;
  const Millis timeout_;
  std::atomic<int64_t> last_ms_ = 0;
};

class SystemRandomness : public Randomness {
 public:
  std::string Bytes(size_t n) override;
};

}  // namespace relance::portal
