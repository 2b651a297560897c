#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance::interest {

/// A yearly rate in percent, exact: a whole number of billionths of a percent. All rates of the law
/// are decimals, and so are their sums and multiples.
class Rate {
 public:
  static constexpr int64_t kBillionthsPerPercent = 1'000'000'000;
  /// The highest magnitude, in percent: what days and 64 bits of minor units multiplied by it still
  /// leave within 128 bits.
  static constexpr int64_t kMostPercent = 1'000;

  constexpr Rate() = default;
  static constexpr Rate OfBillionths(int64_t billionths) { return Rate(billionths); }

  constexpr int64_t billionths() const { return billionths_; }
  constexpr bool IsNegative() const { return billionths_ < 0; }
  constexpr bool IsPositive() const { return billionths_ > 0; }

  constexpr Rate operator+(Rate other) const { return Rate(billionths_ + other.billionths_); }
  constexpr Rate operator*(int64_t times) const { return Rate(billionths_ * times); }
  constexpr auto operator<=>(const Rate&) const = default;

  /// The next multiple of a positive `step` that is not less: 8.05 by steps of 0.5 is 8.5, 8.5
  /// stays.
  Rate RoundedUpTo(Rate step) const;

  template <class Archive>
  friend void Describe(Archive& archive, Rate& rate) {
    archive(rate.billionths_);
  }

 private:
  constexpr explicit Rate(int64_t billionths) : billionths_(billionths) {}

  int64_t billionths_ = 0;
};

/// Whether the magnitude is at most kMostPercent: what ParseRate accepts.
constexpr bool IsInRange(Rate rate) {
  constexpr int64_t kMost = Rate::kMostPercent * Rate::kBillionthsPerPercent;
  return rate.billionths() >= -kMost && rate.billionths() <= kMost;
}

/// "12.15", "8", "-0.88": percent, at most nine decimals, a magnitude of at most 1000. kInvalid,
/// field `rate`.
Result<Rate> ParseRate(std::string_view text);

/// "12.15", "12.40", "8.00", "0.125": at least two decimals, and no zero after them.
std::string FormatRate(Rate rate);

}  // namespace relance::interest
