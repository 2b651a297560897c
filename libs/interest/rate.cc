#include "libs/interest/rate.h"

#include <fmt/format.h>

#include "libs/money/quoted.h"

namespace relance::interest {
namespace {

constexpr size_t kMostDecimals = 9;
constexpr size_t kMostWholeDigits = 4;

Failure NotARate(std::string_view text, std::string_view why) {
  return Invalid(fmt::format("{} is not a rate in percent like 12.15: {}", Quoted(text), why),
                 "rate");
}

bool AreDigits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Rate Rate::RoundedUpTo(Rate step) const {
  const int64_t over = billionths_ % step.billionths_;
  if (over == 0) return *this;
  return Rate(billionths_ - over + (over > 0 ? step.billionths_ : 0));
}

Result<Rate> ParseRate(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  const size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const bool has_point = point != std::string_view::npos;
  const std::string_view decimals = has_point ? digits.substr(point + 1) : std::string_view();
  if (whole.empty() || !AreDigits(whole) || !AreDigits(decimals) ||
      (has_point && decimals.empty())) {
    return NotARate(text, "digits, with a point before the decimals");
  }
  if (decimals.size() > kMostDecimals) return NotARate(text, "at most nine decimals");
  if (whole.size() > kMostWholeDigits) return NotARate(text, "at most 1000");
  int64_t billionths = 0;
  for (const char c : whole) billionths = billionths * 10 + (c - '0');
  for (size_t i = 0; i < kMostDecimals; ++i) {
    billionths = billionths * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
  }
  const Rate rate = Rate::OfBillionths(negative ? -billionths : billionths);
  if (!IsInRange(rate)) return NotARate(text, "at most 1000");
  return rate;
}

std::string FormatRate(Rate rate) {
  const bool negative = rate.IsNegative();
  const int64_t magnitude = negative ? -rate.billionths() : rate.billionths();
  std::string text =
      fmt::format("{}{}.{:09}", negative ? "-" : "", magnitude / Rate::kBillionthsPerPercent,
                  magnitude % Rate::kBillionthsPerPercent);
  const size_t least = text.size() - 7;
  while (text.size() > least && text.back() == '0') text.pop_back();
  return text;
}

}  // namespace relance::interest
