#pragma once

#include <memory>
#include <vector>

#include "libs/base/result.h"

namespace relance {

/// Ports of 127.0.0.1, one after the other, that nobody listens on. While the claim lives, no other
/// claim of this machine has them; and they lie below those that the system hands out to
/// connections, so a program that takes a while to listen does not lose its port to one of them.
class ClaimedPorts {
 public:
  /// kUnavailable when no such row of ports was found.
  static Result<ClaimedPorts> Take(int count);

  ClaimedPorts(ClaimedPorts&&) noexcept;
  ClaimedPorts& operator=(ClaimedPorts&&) noexcept;
  ~ClaimedPorts();

  int operator[](int index) const { return first_ + index; }

 private:
  class Claim;
  ClaimedPorts(int first, std::vector<std::unique_ptr<Claim>> claims);

  int first_;
  std::vector<std::unique_ptr<Claim>> claims_;
};

}  // namespace relance
