#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.h"
#include "libs/money/money.h"

namespace relance {

enum class Sign {
  kRefused,  ///< Digits only.
  kAllowed,  ///< One leading '-' makes the amount negative. '+' is never accepted.
};

/// Digits with exactly the decimals of the currency: "12000.00" EUR, "5000" JPY, "12.500" KWD. No
/// separators, blanks or exponent. The magnitude must stay below 2^63 minor units. kInvalid (field
/// `amount`) says what is wrong.
Result<Money> ParseAmount(std::string_view text, Currency currency, Sign sign = Sign::kRefused);

/// As ParseAmount, but fewer decimals than the currency has are enough ("12000", "12000.5"), as ERP
/// exports write them; more are accepted where they are zeros ("5000.00" JPY).
Result<Money> ParseAmountLenient(std::string_view text, Currency currency,
                                 Sign sign = Sign::kRefused);

/// "12000.00": the inverse of ParseAmount, without the currency.
std::string FormatAmount(const Money& money);

/// "12000.00 EUR", for messages to engineers and for story lines.
std::string ToString(const Money& money);

}  // namespace relance
