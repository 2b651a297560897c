#include "libs/process/system_clock.h"

namespace relance {

Instant SystemClock::Now() const {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

}  // namespace relance
