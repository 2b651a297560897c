#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/money/money.h"

/// Amounts, dates and plurals as people of one locale write them (ICU), and text of strangers made
/// fit to be shown. `locale` is BCP 47, such as "fr" or "de-CH"; a bare "en" is that of Britain.
namespace relance::text {

/// "1 240,50 €" (fr), "€1,240.50" (en-GB): always with the decimals that ISO 4217 gives the
/// currency. Blanks are those of the locale (U+202F, U+00A0).
std::string FormatMoney(Currency currency, int64_t minor, std::string_view locale);
std::string FormatMoney(const Money& money, std::string_view locale);

/// "21 novembre 2026", "21 November 2026".
std::string FormatDate(Date date, std::string_view locale);
/// With two digits for day and month, for tables: "21/11/2026", "21.11.2026".
std::string FormatShortDate(Date date, std::string_view locale);
/// "08:30" or as the locale writes times; `time_of_day` since 00:00.
std::string FormatTime(Millis time_of_day, std::string_view locale);
/// "1 240", "1,240".
std::string FormatNumber(int64_t number, std::string_view locale);

/// "12,15 %" (fr), "12.15%" (en) of percent in decimal digits, "12.15", as many as there are.
/// kInvalid for what is no number.
Result<std::string> FormatPercent(std::string_view percent, std::string_view locale);

/// A MessageFormat pattern with the argument `n`, such as
/// "{n, plural, one {# facture} other {# factures}}". kInvalid when the pattern is none.
Result<std::string> Plural(std::string_view pattern, int64_t n, std::string_view locale);

/// "a", "a and b", "a, b et c".
std::string List(const std::vector<std::string>& items, std::string_view locale);

/// Blanks of every kind become U+0020: for SMS, CSV and plain letters.
std::string WithPlainBlanks(std::string_view text);

/// Code points; bytes that are no UTF-8 count one each.
size_t CountCharacters(std::string_view text);
/// At most `most` code points, cut at a blank where there is one, with "…" in place of the rest.
std::string Shorten(std::string_view text, size_t most);

/// Text of a stranger on one line: control characters, direction overrides and zero-width
/// characters are dropped, line ends become a blank, bytes that are no UTF-8 U+FFFD.
std::string OneLine(std::string_view text);

}  // namespace relance::text
