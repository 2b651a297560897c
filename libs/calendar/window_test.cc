#include "libs/calendar/window.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace relance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Zone In(std::string_view name) {
  return *Zone::Find(name);
}
Calendar Of(std::string_view name) {
  return *CalendarByName(name);
}

/// "2026-10-02 08:30:00.000" on the wall of the zone.
Instant Local(const Zone& zone, std::string_view date, minutes time) {
  return zone.At(*ParseDate(date), time);
}

std::string Shown(Instant t, const Zone& zone) {
  const Instant local = t + zone.OffsetAt(t);
  std::string text = FormatInstant(local).substr(0, 16);
  text[10] = ' ';
  return text;
}

Weekdays AllDays() {
  Weekdays days;
  for (unsigned d = 0; d < 7; ++d) days.Insert(std::chrono::weekday{d});
  return days;
}

TEST(WindowTest, TheOpeningIsOpenAndTheClosingIsClosed) {
  const Zone paris = In("Europe/Paris");
  const Calendar fr = Of("FR");
  const Window window;
  const Instant open = Local(paris, "2026-10-02", minutes{510});
  const Instant close = Local(paris, "2026-10-02", minutes{1080});
  EXPECT_TRUE(window.IsOpen(open, paris, fr));
  EXPECT_FALSE(window.IsOpen(open - Millis{1}, paris, fr));
  EXPECT_TRUE(window.IsOpen(close - Millis{1}, paris, fr));
  EXPECT_FALSE(window.IsOpen(close, paris, fr));
}

TEST(WindowTest, WeekendsAndHolidaysOfTheDebtorAreClosed) {
  const Zone paris = In("Europe/Paris");
  const Window window;
  const auto first = [&](std::string_view date, minutes time, std::string_view calendar) {
    const Instant t = Local(paris, date, time);
    return Shown(window.FirstOpenMoment(t, paris, Of(calendar)), paris);
  };
  EXPECT_EQ(first("2026-10-02", minutes{600}, "FR"), "2026-10-02 10:00");
  EXPECT_EQ(first("2026-10-02", minutes{1080}, "FR"), "2026-10-05 08:30");
  EXPECT_EQ(first("2026-10-03", minutes{600}, "FR"), "2026-10-05 08:30");
  EXPECT_EQ(first("2026-07-14", minutes{0}, "FR"), "2026-07-15 08:30");
  EXPECT_EQ(first("2026-07-14", minutes{0}, "DE"), "2026-07-14 08:30");
  EXPECT_EQ(first("2026-12-31", minutes{1080}, "FR"), "2027-01-04 08:30");
  EXPECT_EQ(first("2024-02-28", minutes{1080}, "FR"), "2024-02-29 08:30");
  EXPECT_EQ(first("2026-12-24", minutes{1080}, "DE"), "2026-12-28 08:30");
}

TEST(WindowTest, TheWindowIsThatOfTheDebtorsClock) {
  const Window window;
  const Zone new_york = In("America/New_York");
  const Instant midnight_paris = In("Europe/Paris").StartOfDay(*ParseDate("2026-10-02"));
  EXPECT_EQ(FormatInstant(window.FirstOpenMoment(midnight_paris, new_york, Of("none"))),
            "2026-10-02T12:30:00.000Z");
  EXPECT_EQ(FormatInstant(window.FirstOpenMoment(midnight_paris, In("Asia/Tokyo"), Of("none"))),
            "2026-10-01T23:30:00.000Z");
}

TEST(WindowTest, TheOpeningKeepsItsHourWhenTheClocksChange) {
  const Zone paris = In("Europe/Paris");
  const Window window;
  const auto opening = [&](std::string_view date) {
    return FormatInstant(window.NextOpening(Local(paris, date, minutes{0}), paris, Of("FR")));
  };
  EXPECT_EQ(opening("2026-03-27"), "2026-03-27T07:30:00.000Z");
  EXPECT_EQ(opening("2026-03-30"), "2026-03-30T06:30:00.000Z");
  EXPECT_EQ(opening("2026-10-23"), "2026-10-23T06:30:00.000Z");
  EXPECT_EQ(opening("2026-10-26"), "2026-10-26T07:30:00.000Z");
}

TEST(WindowTest, AnOpeningAtThatVeryInstantCountsButBeingOpenDoesNot) {
  const Zone paris = In("Europe/Paris");
  const Calendar fr = Of("FR");
  const Window window;
  const Instant opening = Local(paris, "2026-10-02", minutes{510});
  EXPECT_EQ(window.NextOpening(opening, paris, fr), opening);
  EXPECT_EQ(window.FirstOpenMoment(opening, paris, fr), opening);
  EXPECT_EQ(Shown(window.NextOpening(opening + Millis{1}, paris, fr), paris), "2026-10-05 08:30");
  EXPECT_EQ(window.FirstOpenMoment(opening + Millis{1}, paris, fr), opening + Millis{1});
}

TEST(WindowTest, AWindowDecidesItsWeekdaysItself) {
  const Zone paris = In("Europe/Paris");
  Weekdays days;
  days.Insert(std::chrono::Saturday);
  const Window saturdays = *Window::Make(days, hours{9}, hours{12});
  const Instant t = Local(paris, "2026-10-01", hours{9});
  EXPECT_EQ(Shown(saturdays.FirstOpenMoment(t, paris, Of("FR")), paris), "2026-10-03 09:00");
  const Instant assumption = Local(paris, "2026-08-15", hours{9});
  EXPECT_EQ(Shown(saturdays.FirstOpenMoment(assumption, paris, Of("FR")), paris),
            "2026-08-22 09:00");
}

TEST(WindowTest, AWindowInTheNightOfTheChangeOpensOnce) {
  const Zone paris = In("Europe/Paris");
  const Calendar none = Of("none");
  const Window night = *Window::Make(AllDays(), minutes{135}, minutes{165});
  const Instant spring = paris.StartOfDay(*ParseDate("2026-03-29"));
  EXPECT_EQ(FormatInstant(night.NextOpening(spring, paris, none)), "2026-03-29T01:15:00.000Z");
  const Instant autumn = paris.StartOfDay(*ParseDate("2026-10-25"));
  const Instant opening = night.NextOpening(autumn, paris, none);
  EXPECT_EQ(FormatInstant(opening), "2026-10-25T00:15:00.000Z");
  EXPECT_FALSE(night.IsOpen(opening + hours{1}, paris, none)) << "02:15 comes a second time";
}

TEST(WindowTest, AWindowTheClocksSkipStaysClosedThatDay) {
  // 02:30 moves to 03:30, past the closing at 03:15.
  const Zone paris = In("Europe/Paris");
  const Window night = *Window::Make(AllDays(), minutes{150}, minutes{195});
  const Instant t = paris.StartOfDay(*ParseDate("2026-03-29"));
  EXPECT_EQ(Shown(night.NextOpening(t, paris, Of("none")), paris), "2026-03-30 02:30");
}

TEST(WindowTest, AWindowAroundTheClockClosesOnlyForHolidays) {
  const Zone paris = In("Europe/Paris");
  const Window always = *Window::Make(AllDays(), minutes{0}, hours{24});
  const Instant t = Local(paris, "2026-10-03", minutes{1439});
  EXPECT_TRUE(always.IsOpen(t, paris, Of("FR")));
  EXPECT_TRUE(always.IsOpen(t + minutes{1}, paris, Of("FR")));
  const Instant eve = Local(paris, "2026-12-24", hours{24});
  EXPECT_EQ(Shown(always.FirstOpenMoment(eve, paris, Of("FR")), paris), "2026-12-26 00:00");
}

TEST(WindowTest, AWindowWithoutHoursIsRefused) {
  const Weekdays week = Weekdays::MondayToFriday();
  EXPECT_EQ(Window::Make(Weekdays(), hours{8}, hours{9}).error().field, "days");
  EXPECT_EQ(Window::Make(week, hours{9}, hours{9}).error().field, "open");
  EXPECT_EQ(Window::Make(week, hours{10}, hours{9}).error().field, "open");
  EXPECT_EQ(Window::Make(week, minutes{-1}, hours{9}).error().field, "open");
  EXPECT_EQ(Window::Make(week, hours{9}, minutes{1441}).error().field, "open");
  EXPECT_EQ(*Window::Make(week, minutes{510}, hours{18}), Window());
}

TEST(WindowTest, WordsOfAScenarioAreRead) {
  EXPECT_EQ(*ParseWeekday("mon"), std::chrono::Monday);
  EXPECT_EQ(*ParseWeekday("sun"), std::chrono::Sunday);
  EXPECT_EQ(ParseWeekday("Mon").error().field, "days");
  EXPECT_EQ(*ParseTimeOfDay("08:30"), minutes{510});
  EXPECT_EQ(*ParseTimeOfDay("00:00"), minutes{0});
  EXPECT_EQ(*ParseTimeOfDay("24:00"), hours{24});
  for (const char* text : {"", "8:30", "08:60", "24:01", "08:30:00", "08-30", "-8:30", "08:3 "}) {
    EXPECT_FALSE(ParseTimeOfDay(text)) << text;
  }
}

const std::vector<std::string> kZones{"Europe/Paris",     "America/New_York",    "Asia/Tokyo",
                                      "America/Santiago", "Australia/Lord_Howe", "America/Nuuk"};

/// Any weekdays and hours; the moments are from 2024 to 2029.
struct Place {
  Window window;
  Zone zone;
  Calendar calendar;
  Instant t;
};

Place AnyPlace() {
  Weekdays days;
  days.Insert(std::chrono::weekday{*rc::gen::inRange(0U, 7U)});
  for (const unsigned d : *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0U, 7U))) {
    days.Insert(std::chrono::weekday{d});
  }
  const int open = *rc::gen::inRange(0, 1380);
  const int close = *rc::gen::inRange(open + 1, 1441);
  return {*Window::Make(days, minutes{open}, minutes{close}), In(*rc::gen::elementOf(kZones)),
          Of(*rc::gen::elementOf(CalendarNames())),
          FromMillis(*rc::gen::inRange<int64_t>(1'704'067'200'000, 1'893'456'000'000))};
}

RC_GTEST_PROP(WindowPropertyTest, TheFirstOpenMomentIsOpenAndNoEarlierOneIs, ()) {
  const Place p = AnyPlace();
  const Instant first = p.window.FirstOpenMoment(p.t, p.zone, p.calendar);
  RC_ASSERT(first >= p.t);
  RC_ASSERT(p.window.IsOpen(first, p.zone, p.calendar));
  RC_ASSERT(!p.calendar.IsHoliday(p.zone.DateOf(first)));
  RC_ASSERT(first == p.t || !p.window.IsOpen(first - Millis{1}, p.zone, p.calendar) ||
            p.zone.TimeOfDay(first) == Millis{0});
  for (Instant t = p.t; t < first; t += minutes{5}) {
    RC_ASSERT(!p.window.IsOpen(t, p.zone, p.calendar));
  }
}

RC_GTEST_PROP(WindowPropertyTest, OpeningsFollowEachOther, ()) {
  const Place p = AnyPlace();
  const Instant opening = p.window.NextOpening(p.t, p.zone, p.calendar);
  RC_ASSERT(opening >= p.t);
  RC_ASSERT(p.window.IsOpen(opening, p.zone, p.calendar));
  RC_ASSERT(p.window.NextOpening(opening, p.zone, p.calendar) == opening);
  const Instant next = p.window.NextOpening(opening + Millis{1}, p.zone, p.calendar);
  RC_ASSERT(p.zone.DateOf(next) > p.zone.DateOf(opening));
}

}  // namespace
}  // namespace relance
