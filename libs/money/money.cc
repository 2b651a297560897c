#include "libs/money/money.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace relance {
namespace {

__extension__ using Wide = __int128;

std::optional<int64_t> Narrow(Wide value) {
  if (value < std::numeric_limits<int64_t>::min() || value > std::numeric_limits<int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<int64_t>(value);
}

Failure DoesNotFit(const char* what, const Money& a) {
  return Invalid(
      fmt::format("the {} in {} does not fit in 64 bits of minor units", what, a.currency.code()),
      "amount");
}

Result<Money> Combine(const char* what, const Money& a, const Money& b, Wide value) {
  if (a.currency != b.currency) {
    return Invalid(
        fmt::format("{} and {} are never added together", a.currency.code(), b.currency.code()),
        "currency");
  }
  const auto minor = Narrow(value);
  if (!minor) return DoesNotFit(what, a);
  return Money{a.currency, *minor};
}

Wide Magnitude(int64_t minor) {
  return minor < 0 ? -Wide{minor} : Wide{minor};
}

/// `magnitude` with the sign of `like`.
int64_t Signed(Wide magnitude, int64_t like) {
  return static_cast<int64_t>(like < 0 ? -magnitude : magnitude);
}

}  // namespace

std::optional<int64_t> CheckedAdd(int64_t a, int64_t b) {
  return Narrow(Wide{a} + b);
}
std::optional<int64_t> CheckedSubtract(int64_t a, int64_t b) {
  return Narrow(Wide{a} - b);
}
std::optional<int64_t> CheckedNegate(int64_t a) {
  return Narrow(-Wide{a});
}

std::optional<int64_t> CheckedSum(std::span<const int64_t> amounts) {
  return Narrow(std::accumulate(amounts.begin(), amounts.end(), Wide{0}));
}

Result<Money> Add(const Money& a, const Money& b) {
  return Combine("sum", a, b, Wide{a.minor} + b.minor);
}

Result<Money> Subtract(const Money& a, const Money& b) {
  return Combine("difference", a, b, Wide{a.minor} - b.minor);
}

Result<Money> Negate(const Money& a) {
  return Combine("opposite", a, a, -Wide{a.minor});
}

Result<std::vector<Money>> Split(const Money& whole, int64_t parts) {
  if (parts < 1 || parts > kMostParts) {
    return Invalid(fmt::format("an amount is split into 1 to {} parts, not {}", kMostParts, parts),
                   "parts");
  }
  const Wide magnitude = Magnitude(whole.minor);
  const int64_t larger = static_cast<int64_t>(magnitude % parts);
  std::vector<Money> split;
  split.reserve(static_cast<size_t>(parts));
  for (int64_t i = 0; i < parts; ++i) {
    const Wide part = magnitude / parts + (i < larger ? 1 : 0);
    split.push_back(Money{whole.currency, Signed(part, whole.minor)});
  }
  return split;
}

Result<std::vector<Money>> SplitByWeights(const Money& whole, std::span<const int64_t> weights) {
  Wide total = 0;
  for (const int64_t weight : weights) {
    if (weight < 0) return Invalid(fmt::format("{} is a negative weight", weight), "weights");
    total += weight;
  }
  if (total == 0) return Invalid("an amount is split by at least one positive weight", "weights");

  const Wide magnitude = Magnitude(whole.minor);
  std::vector<Wide> parts;
  std::vector<Wide> remainders;
  Wide left = magnitude;
  for (const int64_t weight : weights) {
    parts.push_back(magnitude * weight / total);
    remainders.push_back(magnitude * weight % total);
    left -= parts.back();
  }
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto larger_remainder = [&](size_t a, size_t b) { return remainders[a] > remainders[b]; };
  std::ranges::stable_sort(order, larger_remainder);
  for (size_t i = 0; left > 0; ++i, --left) ++parts[order[i]];

  std::vector<Money> split;
  for (const Wide part : parts) split.push_back(Money{whole.currency, Signed(part, whole.minor)});
  return split;
}

bool IsAtLeastShare(int64_t part, int64_t percent, int64_t whole) {
  return Wide{part} * 100 >= Wide{whole} * percent;
}

Result<Money> Portion(const Money& whole, int64_t numerator, int64_t denominator) {
  if (denominator < 1) {
    return Invalid(fmt::format("{} is not a denominator: it is at least 1", denominator),
                   "denominator");
  }
  const Wide product = Wide{whole.minor} * numerator;
  const Wide magnitude = product < 0 ? -product : product;
  // Doubling the remainder, not the product, keeps the extremes within 128 bits.
  const Wide up = magnitude % denominator * 2 >= denominator ? 1 : 0;
  const Wide rounded = magnitude / denominator + up;
  const auto minor = Narrow(product < 0 ? -rounded : rounded);
  if (!minor) return DoesNotFit("portion", whole);
  return Money{whole.currency, *minor};
}

Result<Money> PercentOf(const Money& whole, int64_t percent) {
  return Portion(whole, percent, 100);
}

}  // namespace relance
