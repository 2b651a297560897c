#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/money/money.h"

/// What a feed may write into a field. Every refusal is kInvalid with the field's path and a reason
/// that repeats nothing personal.
namespace relance::ledger {

/// Bytes that a text field may have.
inline constexpr size_t kLongestText = 10'000;
inline constexpr size_t kLongestNumber = 64;
inline constexpr size_t kLongestWord = 64;
/// The largest amount: two of them still add up.
inline constexpr int64_t kLargestAmount = int64_t{1} << 62;

enum class Lines { kOne, kMany };

/// UTF-8 without control characters, direction overrides and zero-width characters (a byte order
/// mark is one); line feeds only with Lines::kMany.
Result<void> CheckText(std::string_view field, std::string_view text, Lines lines = Lines::kOne,
                       size_t longest = kLongestText);

/// A document or account number, normalised; never empty.
Result<std::string> Number(std::string_view field, std::string_view text);

/// A short word such as a payment method; may be empty.
Result<std::string> Word(std::string_view field, std::string_view text);

/// "12000.00": digits with at most the currency's decimals, above 0, at most kLargestAmount.
Result<int64_t> PositiveAmount(std::string_view field, std::string_view text, Currency currency);

/// "EUR": an active code in capitals.
Result<Currency> CurrencyOf(std::string_view field, std::string_view code);

/// A day that exists, from 1990-01-01 to 2200-01-01.
Result<Date> CivilDate(std::string_view field, int year, int month, int day);

/// A document's version; 0, not given, is 1.
Result<int64_t> Version(int64_t version);

/// "local@domain" of RFC 5321 and 6531: quoted local parts and international names are accepted,
/// address literals and domains without a dot are not.
Result<void> CheckEmail(std::string_view field, std::string_view address);

/// "+33612345678" out of "+33 (0)... " as people write it: international form only, without premium
/// rate prefixes. Blanks, dots, dashes and brackets are dropped.
Result<std::string> Phone(std::string_view field, std::string_view number);

/// BCP 47 as far as used: "fr", "de-CH". May be empty.
Result<void> CheckLanguage(std::string_view field, std::string_view language);
/// ISO 3166-1 alpha-2 in capitals. May be empty.
Result<void> CheckCountry(std::string_view field, std::string_view country);

}  // namespace relance::ledger
