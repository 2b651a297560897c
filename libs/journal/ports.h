#pragma once

#include <functional>
#include <string>

#include "libs/base/command_id.h"
#include "libs/base/instant.h"
#include "libs/journal/front.h"

/// The smaller ports of an owner: time, chance, answers and what operators want to know.
namespace relance::journal {

class Clock {
 public:
  virtual ~Clock() = default;

  /// Business time: wake-ups, recorded_at, command ids. That of the system unless it is a
  /// development stack.
  virtual Instant Now() = 0;
  /// The machine's clock, for the time guard.
  virtual Instant System() = 0;
  /// Never goes back; its origin means nothing.
  virtual Millis Monotonic() = 0;
  /// Business time is set by hand: the time guard has nothing to compare it with.
  virtual bool IsDevelopment() const { return false; }
};

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual std::string Bytes(size_t count) = 0;
};

/// A second pair of hands: does one piece of work at a time while the owner goes on.
class Assistant {
 public:
  virtual ~Assistant() = default;

  /// Starts `work`, which touches nothing that the owner uses before Finish. What was begun before
  /// is finished.
  virtual void Begin(std::function<void()> work) = 0;
  /// Returns once the work is done.
  virtual void Finish() = 0;
};

/// Where the owner answers commands whose front is in its own process.
class Answers {
 public:
  virtual ~Answers() = default;
  virtual void Answer(const CommandId& id, const Outcome& outcome) = 0;
};

/// What an owner tells its surroundings. All of it may be ignored.
class OwnerEvents {
 public:
  virtual ~OwnerEvents() = default;

  virtual void Assigned(int /*partition*/, uint64_t /*sequence*/) {}
  virtual void RecordAccepted(int /*partition*/, size_t /*inputs*/, Millis /*append*/) {}
  virtual void RecordIgnored(int /*partition*/, int64_t /*offset*/) {}
  virtual void InputParked(int /*partition*/, const std::string& /*topic*/, int64_t /*offset*/,
                           const std::string& /*reason*/) {}
  virtual void ViewRewound(int /*partition*/, uint64_t /*from*/, uint64_t /*to*/) {}
  virtual void GenerationEnded(int /*partition*/, const std::string& /*why*/) {}
  virtual void Stopped(int /*partition*/, const std::string& /*why*/) {}
  virtual void Alarm(int /*partition*/, const std::string& /*what*/) {}
};

}  // namespace relance::journal
