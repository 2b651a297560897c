#include "libs/base/instant.h"

#include <fmt/format.h>

#include <charconv>

namespace relance {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

/// Exactly `width` digits at `at`, or -1.
int Digits(std::string_view text, size_t at, size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

void SetDigits(std::string& text, size_t at, size_t width, unsigned value) {
  for (size_t i = at + width; i > at; value /= 10) text[--i] = char('0' + value % 10);
}

bool HasAt(std::string_view text, size_t at, char c) {
  return at < text.size() && text[at] == c;
}

Failure NotAnInstant(std::string_view text) {
  return Invalid(fmt::format("'{}' is not a moment like 2026-10-02T06:30:00Z", text));
}

}  // namespace

std::string FormatDate(Date d) {
  const year_month_day ymd{d};
  const int years = int(ymd.year());
  if (years < 0 || years > 9999) {
    return fmt::format("{:04}-{:02}-{:02}", years, unsigned(ymd.month()), unsigned(ymd.day()));
  }
  std::string text = "0000-00-00";  // not by fmt: a date stands in many keys
  SetDigits(text, 0, 4, unsigned(years));
  SetDigits(text, 5, 2, unsigned(ymd.month()));
  SetDigits(text, 8, 2, unsigned(ymd.day()));
  return text;
}

Result<Date> ParseDate(std::string_view text) {
  const int y = Digits(text, 0, 4);
  const int m = Digits(text, 5, 2);
  const int d = Digits(text, 8, 2);
  if (text.size() != 10 || y < 0 || m < 0 || d < 0 || text[4] != '-' || text[7] != '-') {
    return Invalid(fmt::format("'{}' is not a date like 2026-10-02", text));
  }
  const year_month_day ymd{year{y}, month(unsigned(m)), day(unsigned(d))};
  if (!ymd.ok()) return Invalid(fmt::format("the date {} does not exist", text));
  return Date{ymd};
}

std::string FormatInstant(Instant t) {
  const Date date = std::chrono::floor<std::chrono::days>(t);
  const auto ms = (t - date).count();
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", FormatDate(date), ms / 3'600'000,
                     ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

Result<Instant> ParseInstant(std::string_view text) {
  const auto date = ParseDate(text.substr(0, 10));
  const int h = Digits(text, 11, 2);
  const int m = Digits(text, 14, 2);
  const int s = Digits(text, 17, 2);
  const bool shaped = HasAt(text, 10, 'T') && HasAt(text, 13, ':') && HasAt(text, 16, ':');
  if (!date || !shaped || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) {
    return NotAnInstant(text);
  }
  int ms = 0;
  std::string_view rest = text.substr(19);
  if (rest.size() == 5 && rest[0] == '.') {
    ms = Digits(rest, 1, 3);
    rest.remove_prefix(4);
  }
  if (rest != "Z" || ms < 0) return NotAnInstant(text);
  return Instant{*date} + Millis{((h * 60 + m) * 60 + s) * 1000LL + ms};
}

}  // namespace relance
