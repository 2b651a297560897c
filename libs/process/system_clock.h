#pragma once

#include "libs/base/instant.h"

namespace relance {

/// The time of day of this machine, in UTC. May jump; timeouts belong on the monotonic clock.
class SystemClock {
 public:
  Instant Now() const;
};

}  // namespace relance
