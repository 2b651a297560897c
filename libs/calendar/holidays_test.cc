#include "libs/calendar/holidays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

namespace relance {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

std::vector<std::string> Days(std::string_view name, int year) {
  std::vector<std::string> days;
  for (const Date date : HolidaysOf(name, year)) days.push_back(FormatDate(date));
  return days;
}

TEST(HolidaysTest, EasterIsComputed) {
  for (const char* easter :
       {"1818-03-22", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2024-03-31",
        "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21",
        "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22", "2299-04-16"}) {
    EXPECT_EQ(FormatDate(EasterSunday(std::stoi(easter))), easter);
  }
}

TEST(HolidaysTest, FranceHasElevenHolidays) {
  EXPECT_THAT(Days("FR", 2026), ElementsAre("2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08",
                                            "2026-05-14", "2026-05-25", "2026-07-14", "2026-08-15",
                                            "2026-11-01", "2026-11-11", "2026-12-25"));
}

TEST(HolidaysTest, TwoHolidaysOnOneDayAreOne) {
  // In 2008 Ascension fell on 1 May.
  EXPECT_EQ(Days("FR", 2008).size(), 10U);
}

TEST(HolidaysTest, AlsaceMoselleAddsGoodFridayAndTheDayAfterChristmas) {
  EXPECT_EQ(Days("FR-ALSACE-MOSELLE", 2026).size(), 13U);
  EXPECT_THAT(Days("FR-ALSACE-MOSELLE", 2026),
              IsSupersetOf({"2026-04-03", "2026-12-26", "2026-07-14"}));
}

TEST(HolidaysTest, TargetIsOpenOnNationalHolidays) {
  EXPECT_THAT(Days("TARGET", 2026), ElementsAre("2026-01-01", "2026-04-03", "2026-04-06",
                                                "2026-05-01", "2026-12-25", "2026-12-26"));
}

TEST(HolidaysTest, EnglandMovesItsHolidaysOffTheWeekend) {
  EXPECT_THAT(Days("GB-ENG", 2022),
              ElementsAre("2022-01-01", "2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02",
                          "2022-06-02", "2022-06-03", "2022-08-29", "2022-09-19", "2022-12-25",
                          "2022-12-26", "2022-12-27"));
  // Saturday and Sunday: Monday and Tuesday. Friday and Saturday: Friday and Monday.
  EXPECT_THAT(Days("GB-ENG", 2021), IsSupersetOf({"2021-12-27", "2021-12-28"}));
  EXPECT_THAT(Days("GB-ENG", 2020), IsSupersetOf({"2020-12-25", "2020-12-28"}));
  EXPECT_THAT(Days("GB-ENG", 2020), Not(Contains("2020-12-29")));
}

TEST(HolidaysTest, EnglandKeptItsExtraordinaryHolidays) {
  EXPECT_THAT(Days("GB-ENG", 2020), Contains("2020-05-08"));
  EXPECT_THAT(Days("GB-ENG", 2020), Not(Contains("2020-05-04")));
  EXPECT_THAT(Days("GB-ENG", 2022), Not(Contains("2022-05-30")));
  EXPECT_THAT(Days("GB-ENG", 2023), IsSupersetOf({"2023-05-01", "2023-05-08", "2023-05-29"}));
}

TEST(HolidaysTest, AGermanStateAddsToTheNationalHolidays) {
  EXPECT_THAT(Days("DE", 2026),
              ElementsAre("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14",
                          "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26"));
  for (const std::string_view name : HolidayTableNames()) {
    if (!name.starts_with("DE")) continue;
    EXPECT_THAT(Days(name, 2026), IsSupersetOf(Days("DE", 2026))) << name;
  }
  EXPECT_THAT(Days("DE-BY", 2026), IsSupersetOf({"2026-01-06", "2026-06-04", "2026-11-01"}));
  EXPECT_THAT(Days("DE-NW", 2026), IsSupersetOf({"2026-06-04", "2026-11-01"}));
  EXPECT_THAT(Days("DE-HH", 2026), Contains("2026-10-31"));
  EXPECT_THAT(Days("DE-HH", 2016), Not(Contains("2016-10-31")));
  EXPECT_THAT(Days("DE-BE", 2025), IsSupersetOf({"2025-03-08", "2025-05-08"}));
  EXPECT_THAT(Days("DE-BE", 2026), Not(Contains("2026-05-08")));
}

TEST(HolidaysTest, RepentanceDayIsTheWednesdayBefore23November) {
  EXPECT_THAT(Days("DE-SN", 2026), Contains("2026-11-18"));
  EXPECT_THAT(Days("DE-SN", 2022), Contains("2022-11-16"));  // 23 November itself is a Wednesday.
  EXPECT_THAT(Days("DE-SN", 2023), Contains("2023-11-22"));
}

TEST(HolidaysTest, TheKingsDayIsKeptOnSaturdayWhenItIsASunday) {
  EXPECT_THAT(Days("NL", 2025), Contains("2025-04-26"));
  EXPECT_THAT(Days("NL", 2026), Contains("2026-04-27"));
}

TEST(HolidaysTest, AnUnknownPlaceAndNoneHaveNoHolidays) {
  EXPECT_THAT(Days("none", 2026), IsEmpty());
  EXPECT_THAT(Days("XX", 2026), IsEmpty());
}

TEST(HolidaysTest, EveryYearIsInOrderAndOfThatYear) {
  for (const std::string_view name : HolidayTableNames()) {
    for (int year = 1970; year < 2200; ++year) {
      const auto days = Days(name, year);
      EXPECT_TRUE(std::ranges::is_sorted(days)) << name << year;
      if (days.empty()) continue;
      EXPECT_EQ(days.front().substr(0, 4), std::to_string(year)) << name;
      EXPECT_EQ(days.back().substr(0, 4), std::to_string(year)) << name;
    }
  }
}

/// Holidays as another library computes them: {"2026-01-01": "New Year's Day", ...}.
class PublishedHolidaysTest : public testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("RELANCE_SAMPLES") == nullptr) {
      GTEST_SKIP() << "skipped: RELANCE_SAMPLES is not set";
    }
  }

  static std::vector<std::string> Published(const std::string& file, int year) {
    std::ifstream in(std::string(std::getenv("RELANCE_SAMPLES")) + "/holidays-vacanza/snapshots/" +
                     file);
    EXPECT_TRUE(in) << file;
    const std::string wanted = std::to_string(year) + "-";
    std::vector<std::string> days;
    for (std::string line; std::getline(in, line);) {
      const size_t quote = line.find('"');
      if (quote != line.npos && line.substr(quote + 1, 5) == wanted) {
        days.push_back(line.substr(quote + 1, 10));
      }
    }
    EXPECT_FALSE(days.empty()) << file << " has no " << year;
    std::ranges::sort(days);
    return days;
  }

  static void ExpectSame(std::string_view name, const std::string& file, int from, int until) {
    for (int year = from; year <= until; ++year) {
      EXPECT_EQ(Days(name, year), Published(file, year)) << name << " " << year;
    }
  }
};

TEST_F(PublishedHolidaysTest, FranceAgreesWithWhatIsPublished) {
  // Not before 2008: Whit Monday was a holiday on which one worked, and is not published.
  ExpectSame("FR", "countries/FR_COMMON.json", 2008, 2049);
  ExpectSame("FR-ALSACE-MOSELLE", "countries/FR_57.json", 2008, 2049);
}

TEST_F(PublishedHolidaysTest, EnglandAgreesWithWhatIsPublished) {
  ExpectSame("GB-ENG", "countries/GB_ENG.json", 1995, 2049);
}

TEST_F(PublishedHolidaysTest, TargetAgreesWithWhatIsPublished) {
  ExpectSame("TARGET", "financial/XECB.json", 2002, 2049);
}

std::vector<std::string> WithoutSundays(const std::vector<std::string>& days) {
  std::vector<std::string> kept;
  for (const std::string& day : days) {
    if (std::chrono::weekday(*ParseDate(day)) != std::chrono::Sunday) kept.push_back(day);
  }
  return kept;
}

TEST_F(PublishedHolidaysTest, OurHolidaysElsewhereArePublishedToo) {
  // These files also hold bank, optional and half holidays: ours are among them. Spain's leaves out
  // those on a Sunday, which each community may move.
  for (int year = 2024; year <= 2029; ++year) {
    for (const std::string country : {"BE", "DE", "ES", "IT", "LU", "NL"}) {
      EXPECT_THAT(Published("countries/" + country + "_COMMON.json", year),
                  IsSupersetOf(WithoutSundays(Days(country, year))))
          << country << " " << year;
    }
  }
}

}  // namespace
}  // namespace relance
