#include "libs/calendar/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>

namespace relance {
namespace {

using std::chrono::days;
using testing::IsSupersetOf;

Date On(std::string_view text) {
  return *ParseDate(text);
}
Calendar Of(std::string_view name) {
  return *CalendarByName(name);
}

/// A day from 1969 to 2206: also the days around the ends of the table.
rc::Gen<Date> AnyDate() {
  return rc::gen::map(rc::gen::inRange(-200, 86'500), [](int n) { return Date{days{n}}; });
}

rc::Gen<Calendar> AnyCalendar() {
  return rc::gen::map(rc::gen::elementOf(CalendarNames()),
                      [](const std::string& name) { return Of(name); });
}

TEST(CalendarTest, HolidaysAndWeekendsAreNotBusinessDays) {
  const Calendar fr = Of("FR");
  EXPECT_TRUE(fr.IsBusinessDay(On("2026-07-13")));
  EXPECT_FALSE(fr.IsBusinessDay(On("2026-07-14")));
  EXPECT_TRUE(fr.IsHoliday(On("2026-07-14")));
  EXPECT_FALSE(fr.IsBusinessDay(On("2026-07-18")));
  EXPECT_FALSE(fr.IsHoliday(On("2026-07-18")));
  EXPECT_TRUE(fr.IsHoliday(On("2026-08-15"))) << "a holiday on a Saturday is still one";
}

TEST(CalendarTest, TheNextBusinessDayIsStrictlyAfter) {
  const Calendar fr = Of("FR");
  EXPECT_EQ(fr.NextBusinessDay(On("2026-10-01")), On("2026-10-02"));
  EXPECT_EQ(fr.NextBusinessDay(On("2026-10-02")), On("2026-10-05"));
  EXPECT_EQ(fr.NextBusinessDay(On("2026-10-03")), On("2026-10-05"));
  EXPECT_EQ(fr.NextBusinessDay(On("2026-12-31")), On("2027-01-04"));
  EXPECT_EQ(Of("none").NextBusinessDay(On("2026-12-31")), On("2027-01-01"));
  EXPECT_EQ(fr.NextBusinessDay(On("2024-02-28")), On("2024-02-29"));
}

TEST(CalendarTest, BusinessDaysAreCountedOverHolidays) {
  const Calendar fr = Of("FR");
  // Thursday before Easter: Friday is open in France, Monday is not.
  EXPECT_EQ(fr.AddBusinessDays(On("2026-04-02"), 2), On("2026-04-07"));
  EXPECT_EQ(Of("DE").AddBusinessDays(On("2026-04-02"), 2), On("2026-04-08"));
  EXPECT_EQ(fr.AddBusinessDays(On("2026-04-04"), 0), On("2026-04-04"));
  EXPECT_EQ(fr.AddBusinessDays(On("2026-04-07"), -2), On("2026-04-02"));
  EXPECT_EQ(fr.AddBusinessDays(On("2026-10-12"), 5), On("2026-10-19"));
  EXPECT_EQ(fr.BusinessDaysBetween(On("2026-04-02"), On("2026-04-07")), 2);
  EXPECT_EQ(fr.BusinessDaysBetween(On("2026-04-07"), On("2026-04-02")), -2);
  EXPECT_EQ(fr.BusinessDaysBetween(On("2026-04-04"), On("2026-04-06")), 0);
}

TEST(CalendarTest, ALegalEntityKeepsDaysOfItsOwn) {
  const Calendar fr = Of("FR");
  const Calendar own = fr.With({On("2026-12-24"), On("2026-12-28")},
                               {On("2026-05-25"), On("2026-10-03"), On("2026-12-28")});
  EXPECT_FALSE(own.IsBusinessDay(On("2026-12-24")));
  EXPECT_TRUE(own.IsHoliday(On("2026-12-24")));
  EXPECT_TRUE(own.IsBusinessDay(On("2026-05-25"))) << "works on Whit Monday";
  EXPECT_FALSE(own.IsHoliday(On("2026-05-25")));
  EXPECT_TRUE(own.IsBusinessDay(On("2026-10-03"))) << "works on a Saturday of stocktaking";
  EXPECT_TRUE(own.IsBusinessDay(On("2026-12-28"))) << "in both lists: open";
  EXPECT_FALSE(fr.IsBusinessDay(On("2026-05-25"))) << "the calendar it came from is unchanged";
  EXPECT_EQ(own.name(), "FR");
  EXPECT_NE(own, fr);
  EXPECT_EQ(own.With({}, {}), own);
}

TEST(CalendarTest, ADayFarAwayIsComputed) {
  const Calendar fr = Of("FR").With({On("2500-03-03")}, {On("2500-07-14"), On("2500-07-17")});
  EXPECT_TRUE(fr.IsHoliday(On("2501-07-14")));
  EXPECT_FALSE(fr.IsBusinessDay(On("2501-07-14")));
  EXPECT_TRUE(fr.IsHoliday(On("1950-07-14")));
  EXPECT_FALSE(fr.IsBusinessDay(On("2500-03-03")));
  EXPECT_TRUE(fr.IsHoliday(On("2500-03-03")));
  EXPECT_TRUE(fr.IsBusinessDay(On("2500-07-14")));
  EXPECT_TRUE(fr.IsBusinessDay(On("2500-07-17"))) << "a Saturday of its own";
  EXPECT_FALSE(fr.IsBusinessDay(On("2500-07-18")));
}

TEST(CalendarTest, TheEndsOfTheTableJoinTheDaysBeyond) {
  const Calendar fr = Of("FR");
  EXPECT_EQ(fr.AddBusinessDays(On("2199-12-31"), 1), On("2200-01-02"));
  EXPECT_EQ(fr.AddBusinessDays(On("1969-12-31"), 1), On("1970-01-02"));
  EXPECT_EQ(fr.AddBusinessDays(On("1970-01-02"), -1), On("1969-12-31"));
}

TEST(CalendarTest, OnlyKnownCalendarsAreFound) {
  EXPECT_THAT(CalendarNames(),
              IsSupersetOf({"FR", "FR-ALSACE-MOSELLE", "DE", "DE-BY", "GB-ENG", "TARGET", "none"}));
  for (const std::string& name : CalendarNames()) EXPECT_EQ(Of(name).name(), name);
  for (const char* name : {"", "fr", "FR ", "XX", "NONE", "DE-XX"}) {
    const auto calendar = CalendarByName(name);
    ASSERT_FALSE(calendar) << name;
    EXPECT_EQ(calendar.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(calendar.error().field, "calendar");
  }
  EXPECT_EQ(Calendar(), Of("none"));
}

RC_GTEST_PROP(CalendarPropertyTest, TheNthBusinessDayHasNBusinessDaysUpToIt, ()) {
  const Calendar calendar = *AnyCalendar();
  const Date from = *AnyDate();
  const int n = *rc::gen::inRange(-60, 60);
  const Date to = calendar.AddBusinessDays(from, n);
  RC_ASSERT(n == 0 || calendar.IsBusinessDay(to));
  RC_ASSERT(n == 0 || (n > 0) == (to > from));
  // Backwards the day reached counts, the one started from does not.
  const Date first = n < 0 ? to - days{1} : from;
  const Date last = n < 0 ? from - days{1} : to;
  RC_ASSERT(calendar.BusinessDaysBetween(first, last) == std::abs(n));
}

RC_GTEST_PROP(CalendarPropertyTest, NoBusinessDayIsSkipped, ()) {
  const Calendar calendar = *AnyCalendar();
  const Date from = *AnyDate();
  const Date next = calendar.NextBusinessDay(from);
  RC_ASSERT(next > from);
  RC_ASSERT(calendar.IsBusinessDay(next));
  for (Date d = from + days{1}; d < next; d += days{1}) RC_ASSERT(!calendar.IsBusinessDay(d));
}

RC_GTEST_PROP(CalendarPropertyTest, CountsOfNeighbouringPeriodsAddUp, ()) {
  const Calendar calendar = *AnyCalendar();
  const Date a = *AnyDate();
  const Date b = a + days{*rc::gen::inRange(-500, 500)};
  const Date c = b + days{*rc::gen::inRange(-500, 500)};
  RC_ASSERT(calendar.BusinessDaysBetween(a, b) + calendar.BusinessDaysBetween(b, c) ==
            calendar.BusinessDaysBetween(a, c));
}

RC_GTEST_PROP(CalendarPropertyTest, ADayOfItsOwnChangesThatDayOnly, ()) {
  const Calendar calendar = *AnyCalendar();
  const Date own = *AnyDate();
  const bool open = *rc::gen::arbitrary<bool>();
  const Calendar changed = open ? calendar.With({}, {own}) : calendar.With({own}, {});
  RC_ASSERT(changed.IsBusinessDay(own) == open);
  for (int n = 1; n < 70; ++n) {
    RC_ASSERT(changed.IsBusinessDay(own + days{n}) == calendar.IsBusinessDay(own + days{n}));
    RC_ASSERT(changed.IsBusinessDay(own - days{n}) == calendar.IsBusinessDay(own - days{n}));
  }
}

}  // namespace
}  // namespace relance
