#include "libs/money/amount.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "libs/money/quoted.h"

namespace relance {
namespace {

enum class Decimals { kExact, kLenient };

Failure Refuse(std::string_view text, std::string_view why) {
  return Invalid(fmt::format("{} is not an amount: {}", Quoted(text), why), "amount");
}

bool AllDigits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Reads digits after `value`; nullopt from 2^63 on.
std::optional<int64_t> Append(int64_t value, std::string_view digits) {
  for (const char c : digits) {
    if (__builtin_mul_overflow(value, int64_t{10}, &value) ||
        __builtin_add_overflow(value, int64_t{c - '0'}, &value)) {
      return std::nullopt;
    }
  }
  return value;
}

std::string WantedDecimals(Currency currency, Decimals rule) {
  if (currency.decimals() == 0) return fmt::format("{} has no decimals", currency.code());
  return fmt::format("{} has {} {} decimals", currency.code(),
                     rule == Decimals::kExact ? "exactly" : "at most", currency.decimals());
}

/// The decimals brought to the width of the currency; nullopt when `rule` refuses them.
std::optional<std::string> FitDecimals(std::string_view decimals, size_t width, Decimals rule) {
  if (rule == Decimals::kExact && decimals.size() != width) return std::nullopt;
  std::string fitted(decimals);
  while (fitted.size() > width && fitted.back() == '0') fitted.pop_back();
  if (fitted.size() > width) return std::nullopt;
  fitted.resize(width, '0');
  return fitted;
}

Result<Money> Parse(std::string_view text, Currency currency, Sign sign, Decimals rule) {
  if (currency == Currency{}) return Invalid("an amount needs a currency", "currency");
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative && sign == Sign::kRefused) return Refuse(text, "it may not be negative here");
  if (negative) rest.remove_prefix(1);

  const size_t point = rest.find('.');
  const std::string_view whole = rest.substr(0, point);
  const std::string_view decimals = point == rest.npos ? "" : rest.substr(point + 1);
  if (rest.empty()) return Refuse(text, "there are no digits");
  if (!AllDigits(whole) || !AllDigits(decimals)) {
    return Refuse(text, "only digits and one decimal point are allowed");
  }
  if (whole.empty()) return Refuse(text, "there is no digit before the decimal point");
  if (point != rest.npos && decimals.empty()) {
    return Refuse(text, "there is no digit after the decimal point");
  }
  const auto fitted = FitDecimals(decimals, static_cast<size_t>(currency.decimals()), rule);
  if (!fitted) return Refuse(text, WantedDecimals(currency, rule));

  const auto main_units = Append(0, whole);
  const auto minor = main_units ? Append(*main_units, *fitted) : std::nullopt;
  if (!minor) {
    return Refuse(text, fmt::format("the largest one in {} is {}", currency.code(),
                                    FormatAmount({currency, std::numeric_limits<int64_t>::max()})));
  }
  return Money{currency, negative ? -*minor : *minor};
}

}  // namespace

Result<Money> ParseAmount(std::string_view text, Currency currency, Sign sign) {
  return Parse(text, currency, sign, Decimals::kExact);
}

Result<Money> ParseAmountLenient(std::string_view text, Currency currency, Sign sign) {
  return Parse(text, currency, sign, Decimals::kLenient);
}

std::string FormatAmount(const Money& money) {
  const auto units = static_cast<uint64_t>(money.currency.minor_per_main());
  // Negating as unsigned is exact for -2^63 too.
  const auto bits = static_cast<uint64_t>(money.minor);
  const uint64_t magnitude = money.IsNegative() ? ~bits + 1 : bits;
  const std::string_view sign = money.IsNegative() ? "-" : "";
  const int decimals = money.currency.decimals();
  if (decimals == 0) return fmt::format("{}{}", sign, magnitude);
  return fmt::format("{}{}.{:0{}}", sign, magnitude / units, magnitude % units, decimals);
}

std::string ToString(const Money& money) {
  return FormatAmount(money) + " " + money.currency.code();
}

}  // namespace relance
