#include "services/notifier/domain/retry.h"

#include <algorithm>
#include <chrono>

namespace relance::notifier {
namespace {

constexpr int kDailyRetries = 5;
constexpr int kResendLevel = 2;

}  // namespace

std::optional<Millis> RetryDelay(int failures) {
  using namespace std::chrono_literals;
  if (failures <= 1) return 5min;
  if (failures == 2) return 1h;
  if (failures <= 2 + kDailyRetries) return 24h;
  return std::nullopt;
}

bool MayResendUnknown(const Clearance& clearance, Channel channel, int unknown_so_far) {
  return channel == Channel::kEmail && !clearance.formal && clearance.level <= kResendLevel &&
         unknown_so_far <= 1;
}

ContactStanding StandingOf(const Notice& notice, const ClearedContact& contact) {
  const Attempt* last = nullptr;
  int failures = 0;
  int unknown = 0;
  for (const Attempt& attempt : notice.attempts) {
    if (attempt.contact != contact.id) continue;
    last = &attempt;
    ++failures;
    if (attempt.result == AttemptResult::kUnknown) ++unknown;
    // Whatever was tried later: a contact that has the message has it.
    if (attempt.result != AttemptResult::kSubmitted) continue;
    // One that came back is not sent again under this notice: the scenario plans the next one.
    return {CameBack(attempt) ? Standing::kAddressDead : Standing::kSubmitted};
  }
  if (last == nullptr) return {};
  if (!last->result) return {Standing::kRunning};
  if (last->result == AttemptResult::kPermanentFailure) return {Standing::kAddressDead};
  if (unknown > 0 &&
      !MayResendUnknown(notice.clearance.value_or(Clearance{}), contact.channel, unknown)) {
    return {Standing::kPersonDecides};
  }
  const auto delay = RetryDelay(failures);
  if (!delay) return {Standing::kTriedOut};
  return {Standing::kWaiting, last->ended_at + *delay};
}

}  // namespace relance::notifier
