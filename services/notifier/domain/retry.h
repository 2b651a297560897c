#pragma once

#include <optional>

#include "services/notifier/domain/notice.h"

namespace relance::notifier {

/// After how long the next attempt follows failure number `failures` (1, 2 ...): 5 minutes, 1 hour,
/// then daily for 5 days; nullopt when the schedule is used up.
std::optional<Millis> RetryDelay(int failures);

/// Whether an attempt of unknown fate may be repeated, with the same Message-ID: once, by e-mail,
/// at levels up to 2. What has legal effect, or costs money, is decided by a person.
bool MayResendUnknown(const Clearance& clearance, Channel channel, int unknown_so_far);

/// Where one contact of a notice stands.
enum class Standing {
  kUntried,
  kRunning,
  kSubmitted,
  kAddressDead,
  kPersonDecides,
  kTriedOut,
  kWaiting,  ///< To be tried again, not before `retry_at`.
};
struct ContactStanding {
  Standing standing = Standing::kUntried;
  Instant retry_at{};
};
ContactStanding StandingOf(const Notice& notice, const ClearedContact& contact);

}  // namespace relance::notifier
