#include "libs/calendar/zone.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

namespace relance {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Date On(std::string_view text) {
  return *ParseDate(text);
}
Zone In(std::string_view name) {
  return *Zone::Find(name);
}

std::string Utc(Instant t) {
  return FormatInstant(t).substr(0, 16);
}

/// What the C library reads in the same database: an independent clock on the wall.
class WallClock {
 public:
  explicit WallClock(const std::string& zone) {
    setenv("TZ", zone.c_str(), 1);
    tzset();
  }
  ~WallClock() {
    unsetenv("TZ");
    tzset();
  }
  WallClock(const WallClock&) = delete;
  WallClock& operator=(const WallClock&) = delete;

  /// Seconds since the epoch that this reading would be in UTC.
  static int64_t Read(Instant t) {
    const std::time_t at = std::chrono::floor<seconds>(t).time_since_epoch().count();
    std::tm wall{};
    localtime_r(&at, &wall);
    return timegm(&wall);
  }
};

const std::vector<std::string> kZones{
    "Europe/Paris",       "Europe/London",     "Europe/Dublin",       "America/New_York",
    "America/Sao_Paulo",  "America/Santiago",  "America/St_Johns",    "America/Havana",
    "Asia/Tokyo",         "Asia/Kolkata",      "Asia/Kathmandu",      "Asia/Beirut",
    "Asia/Tehran",        "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Kiritimati", "America/Nuuk",      "Africa/Monrovia",     "UTC"};

/// Moments from 1970 to the end of 2037, often near a change of the clocks.
rc::Gen<Instant> AnyInstant() {
  return rc::gen::map(rc::gen::inRange<int64_t>(0, 2'145'900'000'000),
                      [](int64_t ms) { return FromMillis(ms); });
}

struct Reading {
  const char* zone;
  const char* utc;
  const char* date;
  minutes time;
};

TEST(ZoneTest, TheClockOnTheWallFollowsBothChanges) {
  for (const Reading& r : {
           Reading{"Europe/Paris", "2026-03-29T00:59:59Z", "2026-03-29", minutes{119}},
           Reading{"Europe/Paris", "2026-03-29T01:00:00Z", "2026-03-29", hours{3}},
           Reading{"Europe/Paris", "2026-10-25T00:59:00Z", "2026-10-25", minutes{179}},
           Reading{"Europe/Paris", "2026-10-25T01:00:00Z", "2026-10-25", hours{2}},
           Reading{"Europe/Paris", "2026-12-31T22:59:00Z", "2026-12-31", minutes{1439}},
           Reading{"Europe/Paris", "2026-12-31T23:00:00Z", "2027-01-01", minutes{0}},
           Reading{"Europe/Paris", "2024-02-28T23:00:00Z", "2024-02-29", minutes{0}},
           Reading{"America/New_York", "2026-03-08T06:59:00Z", "2026-03-08", minutes{119}},
           Reading{"America/New_York", "2026-03-08T07:00:00Z", "2026-03-08", hours{3}},
           Reading{"America/New_York", "2026-11-01T05:59:00Z", "2026-11-01", minutes{119}},
           Reading{"America/New_York", "2026-11-01T06:00:00Z", "2026-11-01", hours{1}},
           Reading{"America/New_York", "2027-01-01T04:59:00Z", "2026-12-31", minutes{1439}},
           Reading{"Asia/Tokyo", "2026-10-01T23:30:00Z", "2026-10-02", minutes{510}},
       }) {
    const Zone zone = In(r.zone);
    const Instant t = *ParseInstant(r.utc);
    EXPECT_EQ(FormatDate(zone.DateOf(t)), r.date) << r.zone << " " << r.utc;
    EXPECT_EQ(std::chrono::floor<minutes>(zone.TimeOfDay(t)), r.time) << r.zone << " " << r.utc;
  }
}

struct Moment {
  const char* zone;
  const char* date;
  minutes time;
  const char* utc;
};

TEST(ZoneTest, ATimeThatExistsTwiceIsTheFirstAndASkippedOneMovesForward) {
  for (const Moment& m : {
           Moment{"Europe/Paris", "2026-03-28", minutes{150}, "2026-03-28T01:30"},
           Moment{"Europe/Paris", "2026-03-29", minutes{119}, "2026-03-29T00:59"},
           Moment{"Europe/Paris", "2026-03-29", minutes{120}, "2026-03-29T01:00"},
           Moment{"Europe/Paris", "2026-03-29", minutes{150}, "2026-03-29T01:30"},
           Moment{"Europe/Paris", "2026-03-29", minutes{180}, "2026-03-29T01:00"},
           Moment{"Europe/Paris", "2026-10-25", minutes{120}, "2026-10-25T00:00"},
           Moment{"Europe/Paris", "2026-10-25", minutes{150}, "2026-10-25T00:30"},
           Moment{"Europe/Paris", "2026-10-25", minutes{180}, "2026-10-25T02:00"},
           Moment{"Europe/Paris", "2026-10-24", hours{24}, "2026-10-24T22:00"},
           Moment{"Europe/Paris", "2026-10-26", minutes{510}, "2026-10-26T07:30"},
           Moment{"America/New_York", "2026-03-08", minutes{150}, "2026-03-08T07:30"},
           Moment{"America/New_York", "2026-11-01", minutes{90}, "2026-11-01T05:30"},
           Moment{"America/New_York", "2026-11-01", minutes{120}, "2026-11-01T07:00"},
           Moment{"America/New_York", "2026-10-26", minutes{510}, "2026-10-26T12:30"},
           Moment{"Asia/Tokyo", "2026-10-02", minutes{510}, "2026-10-01T23:30"},
           Moment{"Europe/Paris", "2024-02-29", minutes{0}, "2024-02-28T23:00"},
       }) {
    EXPECT_EQ(Utc(In(m.zone).At(On(m.date), m.time)), m.utc) << m.zone << " " << m.date;
  }
}

TEST(ZoneTest, ADayWithoutMidnightStartsAtOne) {
  const Zone santiago = In("America/Santiago");
  const Instant start = santiago.StartOfDay(On("2026-09-06"));
  EXPECT_EQ(Utc(start), "2026-09-06T04:00");
  EXPECT_EQ(santiago.TimeOfDay(start), hours{1});
  EXPECT_EQ(santiago.DateOf(start - Millis{1}), On("2026-09-05"));
}

TEST(ZoneTest, ADayThatSamoaSkippedIsTheNextOne) {
  const Zone apia = In("Pacific/Apia");
  EXPECT_EQ(apia.StartOfDay(On("2011-12-30")), apia.StartOfDay(On("2011-12-31")));
  EXPECT_EQ(apia.DateOf(apia.StartOfDay(On("2011-12-30"))), On("2011-12-31"));
}

TEST(ZoneTest, AMillisecondBeforeMidnightIsStillTheDay) {
  const Zone paris = In("Europe/Paris");
  const Instant midnight = paris.StartOfDay(On("2026-10-02"));
  EXPECT_EQ(paris.DateOf(midnight - Millis{1}), On("2026-10-01"));
  EXPECT_EQ(paris.TimeOfDay(midnight - Millis{1}), hours{24} - Millis{1});
  EXPECT_EQ(paris.DateOf(FromMillis(-3'600'001)), On("1969-12-31"));
}

TEST(ZoneTest, OnlyZonesOfTheDatabaseAreFound) {
  for (const char* name : {"", "Europe", "Europe/Atlantis", "europe/paris", "../../etc/passwd",
                           "/etc/localtime", "right/Europe/Paris", "Europe/Paris "}) {
    const auto zone = Zone::Find(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(zone.error().field, "zone");
  }
  EXPECT_EQ(In("Europe/Paris").name(), "Europe/Paris");
  EXPECT_EQ(In("US/Eastern").name(), "US/Eastern") << "an old name is kept as it was given";
  EXPECT_EQ(In("Europe/Paris"), In("Europe/Paris"));
  EXPECT_NE(In("Europe/Paris"), Zone());
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(Zone().DateOf(FromMillis(0)), On("1970-01-01"));
}

TEST(ZoneTest, SeveralThreadsFindAndConvertAtOnce) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([&wrong] {
      for (int i = 0; i < 400; ++i) {
        const Zone zone = In(kZones[static_cast<size_t>(i) % kZones.size()]);
        const Date date = On("2026-01-01") + std::chrono::days{i};
        if (zone.DateOf(zone.At(date, hours{12})) != date) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

RC_GTEST_PROP(ZonePropertyTest, TheWallClockAgreesWithTheCLibrary, ()) {
  const auto name = *rc::gen::elementOf(kZones);
  const Zone zone = In(name);
  const WallClock clock(name);
  for (int i = 0; i < 50; ++i) {
    const Instant t = *AnyInstant();
    const Instant local = Instant{zone.DateOf(t)} + zone.TimeOfDay(t);
    RC_ASSERT(std::chrono::floor<seconds>(local).time_since_epoch().count() == WallClock::Read(t));
  }
}

RC_GTEST_PROP(ZonePropertyTest, ALocalTimeIsTheFirstMomentThatShowsIt, ()) {
  const Zone zone = In(*rc::gen::elementOf(kZones));
  const Instant t = std::chrono::floor<seconds>(*AnyInstant());
  const Date date = zone.DateOf(t);
  const auto time = std::chrono::floor<seconds>(zone.TimeOfDay(t));
  const Instant first = zone.At(date, time);
  RC_ASSERT(first <= t);
  RC_ASSERT(zone.DateOf(first) == date);
  RC_ASSERT(zone.TimeOfDay(first) == time);
}

/// Every quarter of an hour of the days around each change of each zone, against all its offsets.
TEST(ZoneTest, EveryTimeAroundEveryChangeIsTheFirstMomentOrWasSkipped) {
  int skipped = 0;
  int twice = 0;
  for (const std::string& name : kZones) {
    const Zone zone = In(name);
    for (Date date = On("2005-01-01"); date < On("2030-01-01"); date += std::chrono::days{1}) {
      const auto before = zone.OffsetAt(Instant{date} - hours{36});
      const auto after = zone.OffsetAt(Instant{date} + hours{60});
      if (before == after) continue;
      for (minutes time{0}; time < hours{24}; time += minutes{15}) {
        const Instant local = Instant{date} + time;
        const auto shows = [&](Instant t) { return t + zone.OffsetAt(t) == local; };
        const Instant early = local - std::max(before, after);
        const Instant late = local - std::min(before, after);
        // Neither shows it: the clocks skipped it, and the time before the change still counts.
        const Instant expected = shows(early) ? early : late;
        skipped += !shows(early) && !shows(late) ? 1 : 0;
        twice += shows(early) && shows(late) ? 1 : 0;
        ASSERT_EQ(zone.At(date, time), expected) << name << " " << FormatDate(date) << time.count();
      }
    }
  }
  EXPECT_GT(skipped, 1000);
  EXPECT_GT(twice, 1000);
}

}  // namespace
}  // namespace relance
