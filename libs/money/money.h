#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "libs/base/result.h"
#include "libs/money/currency.h"

namespace relance {

/// An exact amount: minor units (cents, yen, fils) of one currency. The order (by currency, then by
/// amount) serves containers; amounts of two currencies do not compare in the trade.
struct Money {
  Currency currency;
  int64_t minor = 0;

  constexpr bool IsZero() const { return minor == 0; }
  constexpr bool IsPositive() const { return minor > 0; }
  constexpr bool IsNegative() const { return minor < 0; }

  constexpr auto operator<=>(const Money&) const = default;
};

template <class Archive>
void Describe(Archive& archive, Money& money) {
  archive(money.currency, money.minor);
}

/// Minor units of one currency; nullopt where the result does not fit in 64 bits.
std::optional<int64_t> CheckedAdd(int64_t a, int64_t b);
std::optional<int64_t> CheckedSubtract(int64_t a, int64_t b);
std::optional<int64_t> CheckedNegate(int64_t a);
/// The exact total, whatever the order: only the end result has to fit.
std::optional<int64_t> CheckedSum(std::span<const int64_t> amounts);

/// kInvalid with the field `currency` for two currencies, `amount` when the result does not fit.
Result<Money> Add(const Money& a, const Money& b);
Result<Money> Subtract(const Money& a, const Money& b);
Result<Money> Negate(const Money& a);

/// Nobody plans more instalments: a longer split is a mistake, not a request for memory.
inline constexpr int64_t kMostParts = 10'000;

/// `parts` amounts that add up to `whole` exactly and differ by at most one minor unit, the larger
/// ones first. kInvalid (field `parts`) outside 1 to kMostParts.
Result<std::vector<Money>> Split(const Money& whole, int64_t parts);
/// Amounts in proportion to `weights` that add up to `whole` exactly, each less than one minor unit
/// away from its exact share: what is left goes to the largest remainders, the earlier of two equal
/// ones first. A weight of 0 gets nothing. kInvalid (field `weights`) for a negative weight or when
/// none is positive.
Result<std::vector<Money>> SplitByWeights(const Money& whole, std::span<const int64_t> weights);

/// Exactly `part >= percent % of whole`, in 128 bits; minor units of one currency.
bool IsAtLeastShare(int64_t part, int64_t percent, int64_t whole);

/// `whole * numerator / denominator`, rounded half-up to the minor unit; a negative amount mirrors
/// the positive one (-0.5 becomes -1). kInvalid: denominator not positive (field `denominator`), or
/// the result does not fit (field `amount`).
Result<Money> Portion(const Money& whole, int64_t numerator, int64_t denominator);
/// Portion with a denominator of 100.
Result<Money> PercentOf(const Money& whole, int64_t percent);

}  // namespace relance
