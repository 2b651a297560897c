#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance {

struct ClosedDays;

/// The closed days of a place: closed weekdays and public holidays. A cheap value: copies share one
/// immutable table, so any thread may ask. Without a name: "none".
class Calendar {
 public:
  Calendar();

  /// The name it was found by; a legal entity's own days do not change it.
  const std::string& name() const;

  /// A public holiday, or a day the legal entity closed; weekdays do not matter.
  bool IsHoliday(Date date) const;
  bool IsBusinessDay(Date date) const;

  /// The first business day strictly after `date`.
  Date NextBusinessDay(Date date) const;
  /// The n-th business day strictly after `date`; strictly before for a negative n; `date` itself,
  /// open or closed, for 0.
  Date AddBusinessDays(Date date, int n) const;
  /// How many business days lie after `from`, up to and including `to`; negative when `to` is less
  /// (those after `to`, up to and including `from`).
  int BusinessDaysBetween(Date from, Date to) const;

  /// The same calendar as one legal entity keeps it: days it closes, and days (holidays, Saturdays)
  /// on which it works. A day in both lists is open.
  Calendar With(const std::vector<Date>& closed, const std::vector<Date>& open) const;

  bool operator==(const Calendar& other) const;

 private:
  friend Result<Calendar> CalendarByName(std::string_view name);
  explicit Calendar(std::shared_ptr<const ClosedDays> days);

  std::shared_ptr<const ClosedDays> days_;
};

/// "FR", "FR-ALSACE-MOSELLE", "DE", "DE-BY" (and the other states), "GB-ENG", "TARGET", "none" ...;
/// all are closed on Saturdays and Sundays. kInvalid (field `calendar`) for other names.
Result<Calendar> CalendarByName(std::string_view name);

/// Every name that CalendarByName knows, in order.
std::vector<std::string> CalendarNames();

}  // namespace relance
