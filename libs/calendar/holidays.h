#pragma once

#include <string_view>
#include <vector>

#include "libs/base/instant.h"

namespace relance {

/// State of the holiday tables below: the month in which they were last compared with the law.
inline constexpr std::string_view kHolidayTableVersion = "2026-11";

/// Western Easter Sunday, any year of the Gregorian calendar.
Date EasterSunday(int year);

/// Names of the holiday tables, in order. "none" is one without holidays.
const std::vector<std::string_view>& HolidayTableNames();

/// The public holidays of one year in order, each once, also those on a weekend. Empty for an
/// unknown name.
std::vector<Date> HolidaysOf(std::string_view name, int year);

}  // namespace relance
