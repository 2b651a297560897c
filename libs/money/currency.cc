#include "libs/money/currency.h"

#include <fmt/format.h>

#include "libs/money/quoted.h"

namespace relance {

std::string Currency::code() const {
  if (letters_ == 0) return "XXX";
  return {static_cast<char>(letters_ >> 16), static_cast<char>(letters_ >> 8),
          static_cast<char>(letters_)};
}

int Currency::decimals() const {
  switch (letters_) {
    case Pack("BIF"):
    case Pack("CLP"):
    case Pack("DJF"):
    case Pack("GNF"):
    case Pack("ISK"):
    case Pack("JPY"):
    case Pack("KMF"):
    case Pack("KRW"):
    case Pack("PYG"):
    case Pack("RWF"):
    case Pack("UGX"):
    case Pack("VND"):
    case Pack("VUV"):
    case Pack("XAF"):
    case Pack("XOF"):
    case Pack("XPF"):
      return 0;
    case Pack("BHD"):
    case Pack("IQD"):
    case Pack("JOD"):
    case Pack("KWD"):
    case Pack("LYD"):
    case Pack("OMR"):
    case Pack("TND"):
      return 3;
    default:
      return 2;
  }
}

int64_t Currency::minor_per_main() const {
  int64_t units = 1;
  for (int i = decimals(); i > 0; --i) units *= 10;
  return units;
}

namespace {

/// By halves: the codes stand in order.
bool IsKnown(std::string_view code) {
  if (code.size() != 3) return false;
  size_t from = 0;
  size_t to = kCurrencyCodes.size() / 4;
  while (from < to) {
    const size_t middle = (from + to) / 2;
    const int order = kCurrencyCodes.substr(middle * 4, 3).compare(code);
    if (order == 0) return true;
    if (order < 0) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return false;
}

}  // namespace

Result<Currency> ParseCurrency(std::string_view code) {
  if (!IsKnown(code)) {
    return Invalid(
        fmt::format("{} is not an active currency code of ISO 4217, like EUR", Quoted(code)),
        "currency");
  }
  return Currency(Currency::Pack(code));
}

}  // namespace relance
