#include "libs/calendar/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "libs/calendar/holidays.h"

namespace relance {
namespace {

using std::chrono::days;
using std::chrono::weekday;

/// The years whose days are looked up in a table; other years are computed at every question.
constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2199;

constexpr Date NewYear(int year) {
  return Date{std::chrono::year{year} / 1 / 1};
}

constexpr Date kFirstDay = NewYear(kFirstYear);
constexpr Date kEnd = NewYear(kLastYear + 1);

bool IsWeekend(Date date) {
  return weekday(date).iso_encoding() >= 6;
}

/// One bit for each day of the table.
class DaySet {
 public:
  DaySet() : words_(static_cast<size_t>((kEnd - kFirstDay).count()) / 64 + 1) {}

  static bool Covers(Date date) { return date >= kFirstDay && date < kEnd; }
  bool Contains(Date date) const { return (words_[Word(date)] >> Bit(date) & 1) != 0; }
  void Set(Date date, bool value) {
    const uint64_t mask = uint64_t{1} << Bit(date);
    words_[Word(date)] = value ? words_[Word(date)] | mask : words_[Word(date)] & ~mask;
  }

 private:
  static size_t Index(Date date) { return static_cast<size_t>((date - kFirstDay).count()); }
  static size_t Word(Date date) { return Index(date) / 64; }
  static size_t Bit(Date date) { return Index(date) % 64; }

  std::vector<uint64_t> words_;
};

}  // namespace

/// A day has two answers: is it a holiday (whatever the weekday), and is it closed.
struct ClosedDays {
  explicit ClosedDays(std::string_view table) : name(table) {
    for (int year = kFirstYear; year <= kLastYear; ++year) {
      for (const Date date : HolidaysOf(name, year)) {
        if (DaySet::Covers(date)) holidays.Set(date, true);
      }
    }
    closed = holidays;
    for (Date date = kFirstDay; date < kEnd; date += days{1}) {
      if (IsWeekend(date)) closed.Set(date, true);
    }
  }

  void Override(Date date, bool is_closed) {
    overrides[date] = is_closed;
    if (!DaySet::Covers(date)) return;
    holidays.Set(date, is_closed);
    closed.Set(date, is_closed);
  }

  bool IsHoliday(Date date) const {
    return DaySet::Covers(date) ? holidays.Contains(date) : IsFarHoliday(date);
  }
  bool IsClosed(Date date) const {
    if (DaySet::Covers(date)) return closed.Contains(date);
    const auto own = overrides.find(date);
    return own != overrides.end() ? own->second : IsWeekend(date) || IsFarHoliday(date);
  }

  std::string name;
  std::map<Date, bool> overrides;  ///< The legal entity's own days: true is closed.
  DaySet holidays;
  DaySet closed;

 private:
  bool IsFarHoliday(Date date) const {
    if (const auto own = overrides.find(date); own != overrides.end()) return own->second;
    const int year = int(std::chrono::year_month_day{date}.year());
    return std::ranges::binary_search(HolidaysOf(name, year), date);
  }
};

namespace {

using Tables = std::map<std::string_view, std::shared_ptr<const ClosedDays>>;

/// Every table, built once: a million debtors share them.
const Tables& AllTables() {
  static const Tables tables = [] {
    Tables built;
    for (const std::string_view name : HolidayTableNames()) {
      built.emplace(name, std::make_shared<const ClosedDays>(name));
    }
    return built;
  }();
  return tables;
}

}  // namespace

Calendar::Calendar() : Calendar(AllTables().at("none")) {}

Calendar::Calendar(std::shared_ptr<const ClosedDays> days) : days_(std::move(days)) {}

const std::string& Calendar::name() const {
  return days_->name;
}

bool Calendar::IsHoliday(Date date) const {
  return days_->IsHoliday(date);
}

bool Calendar::IsBusinessDay(Date date) const {
  return !days_->IsClosed(date);
}

Date Calendar::NextBusinessDay(Date date) const {
  return AddBusinessDays(date, 1);
}

Date Calendar::AddBusinessDays(Date date, int n) const {
  const days step{n < 0 ? -1 : 1};
  while (n != 0) {
    date += step;
    if (IsBusinessDay(date)) n -= static_cast<int>(step.count());
  }
  return date;
}

int Calendar::BusinessDaysBetween(Date from, Date to) const {
  if (to < from) return -BusinessDaysBetween(to, from);
  int open = 0;
  for (Date date = from + days{1}; date <= to; date += days{1}) open += IsBusinessDay(date) ? 1 : 0;
  return open;
}

Calendar Calendar::With(const std::vector<Date>& closed, const std::vector<Date>& open) const {
  auto own = std::make_shared<ClosedDays>(*days_);
  for (const Date date : closed) own->Override(date, true);
  for (const Date date : open) own->Override(date, false);
  return Calendar(std::move(own));
}

bool Calendar::operator==(const Calendar& other) const {
  return days_ == other.days_ ||
         (days_->name == other.days_->name && days_->overrides == other.days_->overrides);
}

Result<Calendar> CalendarByName(std::string_view name) {
  const auto found = AllTables().find(name);
  if (found == AllTables().end()) {
    return Invalid(fmt::format("there is no calendar '{}', but: {}", name,
                               fmt::join(HolidayTableNames(), " ")),
                   "calendar");
  }
  return Calendar(found->second);
}

std::vector<std::string> CalendarNames() {
  return {HolidayTableNames().begin(), HolidayTableNames().end()};
}

}  // namespace relance
