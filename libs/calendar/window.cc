#include "libs/calendar/window.h"

#include <fmt/format.h>

#include <array>

namespace relance {
namespace {

using std::chrono::minutes;
using std::chrono::weekday;

constexpr minutes kMidnight{24 * 60};

/// One digit, or -1.
int Digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : -1;
}

}  // namespace

Result<weekday> ParseWeekday(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kNames{"sun", "mon", "tue", "wed",
                                                          "thu", "fri", "sat"};
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return weekday{i};
  }
  return Invalid(fmt::format("'{}' is not a weekday: mon tue wed thu fri sat sun", text), "days");
}

Result<minutes> ParseTimeOfDay(std::string_view text) {
  const bool shaped = text.size() == 5 && text[2] == ':' && Digit(text[0]) >= 0 &&
                      Digit(text[1]) >= 0 && Digit(text[3]) >= 0 && Digit(text[4]) >= 0;
  if (shaped) {
    const int hour = Digit(text[0]) * 10 + Digit(text[1]);
    const int minute = Digit(text[3]) * 10 + Digit(text[4]);
    const minutes time{hour * 60 + minute};
    if (minute < 60 && time <= kMidnight) return time;
  }
  return Invalid(fmt::format("'{}' is not a time of day like 08:30", text));
}

Result<Window> Window::Make(Weekdays days, minutes open, minutes close) {
  if (days.empty()) return Invalid("a window needs at least one weekday", "days");
  if (open < minutes{0} || open >= close || close > kMidnight) {
    return Invalid("a window opens before it closes, both between 00:00 and 24:00", "open");
  }
  return Window(days, open, close);
}

std::optional<Window::Hours> Window::HoursOf(Date date, const Zone& zone,
                                             const Calendar& calendar) const {
  if (!days_.Contains(weekday(date)) || calendar.IsHoliday(date)) return std::nullopt;
  const Hours hours{zone.At(date, open_), zone.At(date, close_)};
  // The clocks may skip the opening past the closing, or past midnight.
  if (hours.open >= hours.close || zone.DateOf(hours.open) != date) return std::nullopt;
  return hours;
}

bool Window::IsOpen(Instant t, const Zone& zone, const Calendar& calendar) const {
  const auto hours = HoursOf(zone.DateOf(t), zone, calendar);
  return hours && hours->open <= t && t < hours->close;
}

Instant Window::NextOpening(Instant t, const Zone& zone, const Calendar& calendar) const {
  // Ends: every weekday comes on a date that is neither a holiday nor a change of the clocks.
  for (Date date = zone.DateOf(t);; date += std::chrono::days{1}) {
    const auto hours = HoursOf(date, zone, calendar);
    if (hours && hours->open >= t) return hours->open;
  }
}

Instant Window::FirstOpenMoment(Instant t, const Zone& zone, const Calendar& calendar) const {
  return IsOpen(t, zone, calendar) ? t : NextOpening(t, zone, calendar);
}

}  // namespace relance
