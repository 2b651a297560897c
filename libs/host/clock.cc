#include "libs/host/clock.h"

#include <chrono>

namespace relance::host {

Instant HostClock::System() {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

Instant HostClock::Now() {
  return development_ ? FromMillis(now_ms_.load()) : System();
}

Millis HostClock::Monotonic() {
  return std::chrono::floor<Millis>(std::chrono::steady_clock::now().time_since_epoch());
}

Result<void> HostClock::Set(Instant at) {
  if (!development_) return Invalid("business time is the system's here", "now_ms");
  int64_t now = now_ms_.load();
  do {
    if (ToMillis(at) < now) return Invalid("time never goes back", "now_ms");
  } while (!now_ms_.compare_exchange_weak(now, ToMillis(at)));
  return {};
}

}  // namespace relance::host
