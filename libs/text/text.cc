#include "libs/text/text.h"

#include <unicode/calendar.h>
#include <unicode/datefmt.h>
#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/listformatter.h>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>
#include <unicode/smpdtfmt.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "libs/money/amount.h"

namespace relance::text {
namespace {

icu::Locale LocaleOf(std::string_view locale) {
  if (locale == "en") return icu::Locale("en", "GB");
  UErrorCode status = U_ZERO_ERROR;
  auto found =
      icu::Locale::forLanguageTag({locale.data(), static_cast<int32_t>(locale.size())}, status);
  return U_FAILURE(status) ? icu::Locale::getRoot() : found;
}

std::string Utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString Utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

/// ICU fails here only when its own data is not installed: nothing can be written then.
void Demand(UErrorCode status, const char* what) {
  if (U_SUCCESS(status)) return;
  std::fprintf(stderr, "ICU cannot %s: %s\n", what, u_errorName(status));
  std::abort();
}

/// ICU counts milliseconds in a UDate.
std::string FormatByPattern(Millis since_epoch, const icu::UnicodeString& pattern,
                            const icu::Locale& locale) {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format(pattern, locale, status);
  Demand(status, "format a date");
  // The calendar of ISO 8601, without the change of 1582.
  auto calendar =
      std::make_unique<icu::GregorianCalendar>(*icu::TimeZone::getGMT(), locale, status);
  Demand(status, "make a calendar");
  calendar->setGregorianChange(-8.64e15, status);
  format.adoptCalendar(calendar.release());
  icu::UnicodeString out;
  format.format(static_cast<UDate>(since_epoch.count()), out);
  return Utf8(out);
}

std::string FormatBySkeleton(Millis since_epoch, const char* skeleton, const icu::Locale& locale) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::DateTimePatternGenerator> generator(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  Demand(status, "find date patterns");
  const auto pattern = generator->getBestPattern(icu::UnicodeString(skeleton), status);
  Demand(status, "find a date pattern");
  return FormatByPattern(since_epoch, pattern, locale);
}

bool IsHidden(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_LINE_SEPARATOR ||
         type == U_PARAGRAPH_SEPARATOR || type == U_UNASSIGNED;
}

}  // namespace

std::string FormatMoney(Currency currency, int64_t minor, std::string_view locale) {
  using icu::number::NumberFormatter;
  const std::string decimal = FormatAmount(Money{currency, minor});
  UErrorCode status = U_ZERO_ERROR;
  const auto formatted = NumberFormatter::withLocale(LocaleOf(locale))
                             .unit(icu::CurrencyUnit(currency.code(), status))
                             .precision(icu::number::Precision::fixedFraction(currency.decimals()))
                             .formatDecimal(decimal, status);
  const icu::UnicodeString out = formatted.toString(status);
  Demand(status, "format an amount");
  return Utf8(out);
}

std::string FormatMoney(const Money& money, std::string_view locale) {
  return FormatMoney(money.currency, money.minor, locale);
}

std::string FormatDate(Date date, std::string_view locale) {
  std::string text = FormatBySkeleton(date.time_since_epoch(), "yMMMMd", LocaleOf(locale));
  // French counts the first day alone: "1er octobre", "2 octobre". ICU has no ordinals in dates.
  const std::chrono::year_month_day civil(date);
  if (locale.starts_with("fr") && civil.day() == std::chrono::day{1} && text.starts_with('1')) {
    text.insert(1, "er");
  }
  return text;
}

/// English is read on both sides of the Atlantic, where 11/09 are two days: its month is a word.
std::string FormatShortDate(Date date, std::string_view locale) {
  const bool english = locale.starts_with("en");
  return FormatBySkeleton(date.time_since_epoch(), english ? "yMMMd" : "yMMdd", LocaleOf(locale));
}

std::string FormatTime(Millis time_of_day, std::string_view locale) {
  return FormatBySkeleton(time_of_day, "jmm", LocaleOf(locale));
}

std::string FormatNumber(int64_t number, std::string_view locale) {
  UErrorCode status = U_ZERO_ERROR;
  const auto formatted =
      icu::number::NumberFormatter::withLocale(LocaleOf(locale)).formatInt(number, status);
  const icu::UnicodeString out = formatted.toString(status);
  Demand(status, "format a number");
  return Utf8(out);
}

Result<std::string> FormatPercent(std::string_view percent, std::string_view locale) {
  constexpr size_t kMostDigits = 40;
  const bool is_decimal = !percent.empty() && percent.size() <= kMostDigits &&
                          percent.find_first_not_of("+-.0123456789") == std::string_view::npos;
  UErrorCode status = is_decimal ? U_ZERO_ERROR : U_ILLEGAL_ARGUMENT_ERROR;
  const size_t point = percent.find('.');
  const auto decimals =
      static_cast<int>(point == std::string_view::npos ? 0 : percent.size() - point - 1);
  const auto formatted =
      icu::number::NumberFormatter::withLocale(LocaleOf(locale))
          .unit(icu::MeasureUnit::getPercent())
          .precision(icu::number::Precision::fixedFraction(decimals))
          .formatDecimal({percent.data(), static_cast<int32_t>(percent.size())}, status);
  const icu::UnicodeString out = formatted.toString(status);
  if (U_FAILURE(status)) return Invalid("not a number of percent: " + std::string(percent));
  return Utf8(out);
}

Result<std::string> Plural(std::string_view pattern, int64_t n, std::string_view locale) {
  UErrorCode status = U_ZERO_ERROR;
  icu::MessageFormat format(Utf16(pattern), LocaleOf(locale), status);
  if (U_FAILURE(status)) return Invalid("not a pattern of MessageFormat: " + std::string(pattern));
  const icu::UnicodeString name("n");
  const icu::Formattable argument(n);
  icu::UnicodeString out;
  format.format(&name, &argument, 1, out, status);
  if (U_FAILURE(status)) return Invalid("a pattern that wants more: " + std::string(pattern));
  return Utf8(out);
}

std::string List(const std::vector<std::string>& items, std::string_view locale) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::ListFormatter> format(
      icu::ListFormatter::createInstance(LocaleOf(locale), status));
  Demand(status, "make a list");
  std::vector<icu::UnicodeString> parts;
  for (const auto& item : items) parts.push_back(Utf16(item));
  icu::UnicodeString out;
  format->format(parts.data(), static_cast<int32_t>(parts.size()), out, status);
  Demand(status, "format a list");
  return Utf8(out);
}

std::string WithPlainBlanks(std::string_view text) {
  icu::UnicodeString from = Utf16(text);
  icu::UnicodeString to;
  for (int32_t i = 0; i < from.length(); i = from.moveIndex32(i, 1)) {
    const UChar32 c = from.char32At(i);
    to.append(u_charType(c) == U_SPACE_SEPARATOR ? UChar32{' '} : c);
  }
  return Utf8(to);
}

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(Utf16(text).countChar32());
}

std::string Shorten(std::string_view text, size_t most) {
  icu::UnicodeString whole = Utf16(text);
  if (static_cast<size_t>(whole.countChar32()) <= most || most == 0) return std::string(text);
  int32_t end = whole.moveIndex32(0, static_cast<int32_t>(most) - 1);
  const int32_t blank = whole.lastIndexOf(u' ', 0, end + 1);
  if (blank > end / 2) end = blank;
  whole.truncate(end);
  return Utf8(whole.trim()) + "\u2026";
}

std::string OneLine(std::string_view text) {
  icu::UnicodeString from = Utf16(text);
  icu::UnicodeString to;
  for (int32_t i = 0; i < from.length(); i = from.moveIndex32(i, 1)) {
    const UChar32 c = from.char32At(i);
    if (c == '\t' || c == '\n' || c == '\r') {
      if (!to.endsWith(icu::UnicodeString(u' '))) to.append(u' ');
    } else if (!IsHidden(c)) {
      to.append(c);
    }
  }
  return Utf8(to.trim());
}

}  // namespace relance::text
