#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance {

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Civil dates are std::chrono::sys_days.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::sys_days;
using Millis = std::chrono::milliseconds;

inline int64_t ToMillis(Instant t) {
  return t.time_since_epoch().count();
}
inline Instant FromMillis(int64_t ms) {
  return Instant{Millis{ms}};
}

/// RFC 3339 in UTC, "2026-10-02T06:30:00.000Z".
std::string FormatInstant(Instant t);
/// Accepts what FormatInstant prints, also without the fraction. kInvalid otherwise.
Result<Instant> ParseInstant(std::string_view text);

/// ISO 8601, "2026-10-02".
std::string FormatDate(Date d);
/// "2026-10-02" exactly; refuses dates that do not exist (kInvalid).
Result<Date> ParseDate(std::string_view text);

}  // namespace relance
