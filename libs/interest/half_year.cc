#include "libs/interest/half_year.h"

#include <fmt/format.h>

#include "libs/money/quoted.h"

namespace relance::interest {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

Date DateOf(int y, unsigned m, unsigned d) {
  return Date{year_month_day{year{y}, month{m}, day{d}}};
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

Date HalfYear::first_day() const {
  return DateOf(year, half == 1 ? 1 : 7, 1);
}

Date HalfYear::last_day() const {
  return half == 1 ? DateOf(year, 6, 30) : DateOf(year, 12, 31);
}

HalfYear HalfYear::Next() const {
  return half == 1 ? HalfYear{year, 2} : HalfYear{year + 1, 1};
}

HalfYear HalfYearOf(Date day) {
  const year_month_day ymd{day};
  return {int(ymd.year()), unsigned(ymd.month()) <= 6 ? 1 : 2};
}

Result<HalfYear> ParseHalfYear(std::string_view text) {
  const bool shaped = text.size() == 6 && IsDigit(text[0]) && IsDigit(text[1]) &&
                      IsDigit(text[2]) && IsDigit(text[3]) && text[4] == '-' &&
                      (text[5] == '1' || text[5] == '2');
  if (!shaped) {
    return Invalid(fmt::format("{} is not a half-year like 2026-2", Quoted(text)), "half_year");
  }
  int y = 0;
  for (const char c : text.substr(0, 4)) y = y * 10 + (c - '0');
  return HalfYear{y, text[5] - '0'};
}

std::string FormatHalfYear(const HalfYear& half_year) {
  return fmt::format("{:04}-{}", half_year.year, half_year.half);
}

}  // namespace relance::interest
