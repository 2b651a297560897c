#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "libs/base/result.h"

namespace relance::devbroker {

/// Forwards connections to 127.0.0.1:`port` to another loopback port. The embedded broker chooses
/// its own port; clients that know only a fixed one ask there once, are told the broker's address
/// and connect to that.
class Forward {
 public:
  /// kUnavailable: the port is taken.
  static Result<std::unique_ptr<Forward>> Start(uint16_t port, uint16_t target);
  ~Forward();
  Forward(const Forward&) = delete;
  Forward& operator=(const Forward&) = delete;

 private:
  struct State;
  explicit Forward(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::devbroker
