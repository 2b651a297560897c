#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/calendar/calendar.h"
#include "libs/calendar/zone.h"

namespace relance {

/// A set of weekdays.
class Weekdays {
 public:
  constexpr Weekdays() = default;

  static constexpr Weekdays MondayToFriday() {
    Weekdays days;
    for (unsigned iso = 1; iso <= 5; ++iso) days.Insert(std::chrono::weekday(iso));
    return days;
  }

  constexpr void Insert(std::chrono::weekday day) { bits_ |= Bit(day); }
  constexpr bool Contains(std::chrono::weekday day) const { return (bits_ & Bit(day)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

  constexpr bool operator==(const Weekdays&) const = default;

 private:
  static constexpr uint8_t Bit(std::chrono::weekday day) {
    return static_cast<uint8_t>(1U << day.c_encoding());
  }
  uint8_t bits_ = 0;
};

/// "mon", "tue" ... "sun". kInvalid, field `days`.
Result<std::chrono::weekday> ParseWeekday(std::string_view text);
/// "08:30", "00:00" to "24:00". kInvalid without a field: the caller knows which one it read.
Result<std::chrono::minutes> ParseTimeOfDay(std::string_view text);

/// When automatic messages may leave: some hours of some weekdays, in the debtor's zone, never on a
/// holiday of the debtor's calendar. Which weekdays are open is the window's decision, not the
/// calendar's. The closing time is closed.
class Window {
 public:
  /// Monday to Friday, 08:30 to 18:00.
  constexpr Window() = default;
  /// kInvalid: no day (field `days`), or not 00:00 <= open < close <= 24:00 (field `open`).
  static Result<Window> Make(Weekdays days, std::chrono::minutes open, std::chrono::minutes close);

  constexpr Weekdays days() const { return days_; }
  constexpr std::chrono::minutes open() const { return open_; }
  constexpr std::chrono::minutes close() const { return close_; }

  bool IsOpen(Instant t, const Zone& zone, const Calendar& calendar) const;
  /// The first opening at or after `t`: an opening at that instant counts, being open does not.
  Instant NextOpening(Instant t, const Zone& zone, const Calendar& calendar) const;
  /// `t` when the window is open, else the next opening.
  Instant FirstOpenMoment(Instant t, const Zone& zone, const Calendar& calendar) const;

  constexpr bool operator==(const Window&) const = default;

 private:
  constexpr Window(Weekdays days, std::chrono::minutes open, std::chrono::minutes close)
      : days_(days), open_(open), close_(close) {}

  struct Hours {
    Instant open;
    Instant close;
  };
  /// nullopt on a closed day.
  std::optional<Hours> HoursOf(Date date, const Zone& zone, const Calendar& calendar) const;

  Weekdays days_ = Weekdays::MondayToFriday();
  std::chrono::minutes open_ = std::chrono::minutes(8 * 60 + 30);
  std::chrono::minutes close_ = std::chrono::minutes(18 * 60);
};

}  // namespace relance
