#include "libs/interest/law_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using testing::Book;
using testing::D;
using testing::H;
using ::testing::HasSubstr;
using testing::R;

std::string RateText(const LawBook& book, const std::string& profile, const char* day,
                     const char* due) {
  const auto rate = RateOn(book, **FindProfile(book, profile), D(day), D(due));
  return rate ? FormatRate(rate->rate) : rate.error().message;
}

TEST(LawBookTest, EachProfileAddsItsMarginToItsSeries) {
  const LawBook book = Book();
  EXPECT_EQ(RateText(book, "fr-private", "2026-06-30", "2026-05-01"), "12.15");
  EXPECT_EQ(RateText(book, "fr-private", "2026-07-01", "2026-05-01"), "12.40");
  EXPECT_EQ(RateText(book, "fr-public", "2026-07-01", "2026-05-01"), "10.40");
  EXPECT_EQ(RateText(book, "it", "2016-07-01", "2016-05-01"), "8.00");
  EXPECT_EQ(RateText(book, "de-consumer", "2016-07-01", "2016-05-01"), "4.12");
  EXPECT_EQ(RateText(book, "uk", "2023-07-01", "2023-05-01"), "13.00");
}

TEST(LawBookTest, BelgiumRoundsUpToTheNextHalfPercent) {
  const LawBook book = Book();
  EXPECT_EQ(RateText(book, "be", "2013-01-01", "2012-12-01"), "9.00");   // 0.75
  EXPECT_EQ(RateText(book, "be", "2014-01-01", "2013-12-01"), "8.50");   // 0.25
  EXPECT_EQ(RateText(book, "be", "2015-01-01", "2014-12-01"), "8.50");   // 0.05
  EXPECT_EQ(RateText(book, "be", "2024-01-01", "2023-12-01"), "12.50");  // 4.50
  EXPECT_EQ(RateText(book, "be", "2025-07-01", "2025-06-01"), "10.50");  // 2.15
  EXPECT_EQ(RateText(book, "be", "2020-07-01", "2025-06-01"), "8.00");   // 0.00
}

TEST(LawBookTest, SpainChangesItsMarginByDayAndGermanyByClaim) {
  const LawBook book = Book();
  EXPECT_EQ(RateText(book, "es", "2013-02-23", "2012-05-01"), "7.75");
  EXPECT_EQ(RateText(book, "es", "2013-02-24", "2012-05-01"), "8.75");
  EXPECT_EQ(RateText(book, "de-b2b", "2014-12-31", "2014-07-28"), "7.27");
  EXPECT_EQ(RateText(book, "de-b2b", "2014-12-31", "2014-07-29"), "8.27");
  EXPECT_EQ(RateText(book, "de-b2b", "2026-12-31", "2014-07-28"), "9.52");
}

TEST(LawBookTest, ARateSaysWhereItComesFrom) {
  const LawBook book = Book();
  const auto rate = RateOn(book, **FindProfile(book, "uk"), D("2024-09-30"), D("2024-09-01"));
  ASSERT_TRUE(rate);
  EXPECT_EQ(FormatRate(rate->base), "5.25");
  EXPECT_EQ(FormatRate(rate->margin), "8.00");
  EXPECT_EQ(rate->series, "BOE");
  EXPECT_EQ(rate->half_year, H("2024-2"));
  EXPECT_EQ(rate->source, "BOE 2024-2");
  EXPECT_FALSE(rate->confirmed);
}

TEST(LawBookTest, AHalfYearWithoutAPublishedRateNamesSeriesAndHalfYear) {
  const LawBook book = Book();
  const std::string message = RateText(book, "fr-private", "2027-01-15", "2026-10-01");
  EXPECT_THAT(message, HasSubstr("ECB"));
  EXPECT_THAT(message, HasSubstr("2027-1"));
  const std::string early = RateText(book, "uk", "2009-06-30", "2009-05-01");
  EXPECT_THAT(early, HasSubstr("BOE"));
  EXPECT_THAT(early, HasSubstr("2009-1"));
  EXPECT_EQ(FindRate(book, "XXX", H("2026-1")).error().field, "series");
}

TEST(LawBookTest, TheFloorIsThreeTimesTheLegalRateAndOnlyInFrance) {
  const LawBook book = Book();
  const auto floor = [&](const char* profile, const char* half) {
    return FloorOn(book, **FindProfile(book, profile), H(half)).value();
  };
  EXPECT_EQ(floor("fr-private", "2024-1"), R("15.21"));
  EXPECT_EQ(floor("fr-public", "2026-2"), R("8.25"));
  EXPECT_EQ(floor("de-b2b", "2024-1"), std::nullopt);
  const auto missing = FloorOn(book, **FindProfile(book, "fr-private"), H("2014-2"));
  EXPECT_THAT(missing.error().message, HasSubstr("FR-LEGAL"));
}

TEST(LawBookTest, AnUnknownProfileIsRefusedWithTheKnownOnes) {
  const auto profile = FindProfile(Book(), "fr-privat");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().field, "profile");
  EXPECT_THAT(profile.error().message, HasSubstr("'fr-privat'"));
  EXPECT_THAT(profile.error().message, HasSubstr("fr-private"));
}

TEST(LawBookTest, TheProfileComesFromTheEntityTheCountryAndTheKindOfDebtor) {
  LawBook book = Book();
  using enum DebtorKind;
  book.rules = {{{"FR"}, {"FR"}, {kPublic}, "fr-public"},
                {{"FR"}, {}, {kPrivate, kPublic}, "fr-private"},
                {{"DE"}, {"DE"}, {kConsumer}, "de-consumer"},
                {{"DE"}, {}, {kPrivate, kPublic}, "de-b2b"}};
  const auto of = [&](Parties parties) {
    const auto profile = ProfileOf(book, parties);
    return profile ? *profile : profile.error().field;
  };
  EXPECT_EQ(of({"FR", "", "FR", kPublic}), "fr-public");
  EXPECT_EQ(of({"FR", "", "", kPublic}), "fr-public") << "a debtor at home";
  EXPECT_EQ(of({"FR", "", "BE", kPublic}), "fr-private");
  EXPECT_EQ(of({"FR", "", "DE", kPrivate}), "fr-private");
  EXPECT_EQ(of({"DE", "", "DE", kConsumer}), "de-consumer");
  EXPECT_EQ(of({"DE", "", "FR", kConsumer}), "profile") << "nothing is guessed";
  EXPECT_EQ(of({"US", "", "FR", kPrivate}), "profile");
  EXPECT_EQ(of({"US", "eu-default", "FR", kPrivate}), "eu-default") << "the entity's own choice";
  EXPECT_EQ(of({"FR", "xx", "FR", kPrivate}), "profile");
}

TEST(LawBookTest, EveryValueHasAName) {
  EXPECT_EQ(Name(DebtorKind::kConsumer), "consumer");
  EXPECT_EQ(Name(RateMode::kFrozenAtStart), "FROZEN_AT_START");
  EXPECT_EQ(Name(DayCount::kActAct), "ACT_ACT");
  EXPECT_EQ(Name(LimitationEventKind::kFormalNotice), "formal-notice");
}

}  // namespace
}  // namespace relance::interest
