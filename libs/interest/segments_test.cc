#include "libs/interest/segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using testing::Book;
using testing::Claim;
using testing::D;
using ::testing::ElementsAre;
using testing::H;
using ::testing::HasSubstr;
using testing::Lines;
using testing::R;

std::vector<std::string> LinesOf(const ClaimInput& input) {
  const auto claim = Compute(Book(), input);
  return claim ? Lines(*claim) : std::vector<std::string>{claim.error().message};
}

std::vector<Warning> WarningsOf(const ClaimInput& input) {
  return Compute(Book(), input)->warnings;
}

TEST(SegmentsTest, ADelayIsSplitAtHalfYearsAlsoWhenTheRateStaysTheSame) {
  EXPECT_THAT(LinesOf(Claim("it", "1000.00 EUR", "2025-12-31", "2026-01-01")),
              ElementsAre("2026-01-01 2026-01-01 1 d 1000.00 at 10.15 % = 0.28"));
  EXPECT_THAT(LinesOf(Claim("it", "1000.00 EUR", "2025-12-30", "2026-01-01")),
              ElementsAre("2025-12-31 2025-12-31 1 d 1000.00 at 10.15 % = 0.28",
                          "2026-01-01 2026-01-01 1 d 1000.00 at 10.15 % = 0.28"));
}

TEST(SegmentsTest, AFrozenRateIsThatOfTheHalfYearInWhichInterestBegan) {
  EXPECT_THAT(LinesOf(Claim("fr-public", "1000.00 EUR", "2026-06-29", "2026-09-30")),
              ElementsAre("2026-06-30 2026-09-30 93 d 1000.00 at 10.15 % = 25.86"));
  EXPECT_THAT(LinesOf(Claim("fr-public", "1000.00 EUR", "2026-06-30", "2027-09-30")),
              ElementsAre("2026-07-01 2027-09-30 457 d 1000.00 at 10.40 % = 130.21"))
      << "later half-years are not needed";
  EXPECT_THAT(LinesOf(Claim("uk", "1000.00 GBP", "2022-12-31", "2023-12-31")),
              ElementsAre("2023-01-01 2023-12-31 365 d 1000.00 at 11.50 % = 115.00"));
}

TEST(SegmentsTest, AFrozenRateHoldsAcrossPartialPayments) {
  auto input = Claim("uk", "1000.00 GBP", "2022-12-30", "2023-12-31");
  input.receipts = {testing::Payment("500.00 GBP", "2023-06-30")};
  EXPECT_THAT(LinesOf(input), ElementsAre("2022-12-31 2023-06-30 182 d 1000.00 at 9.25 % = 46.12",
                                          "2023-07-01 2023-12-31 184 d 500.00 at 9.25 % = 23.32"));
}

TEST(SegmentsTest, AFrozenRateIsFrozenWithItsMargin) {
  LawBook book = Book();
  book.profiles.at("es").mode = RateMode::kFrozenAtStart;
  const auto claim = Compute(book, Claim("es", "1000.00 EUR", "2013-02-20", "2013-02-26"));
  EXPECT_THAT(Lines(*claim), ElementsAre("2013-02-21 2013-02-26 6 d 1000.00 at 7.75 % = 1.27"));
}

TEST(SegmentsTest, AMarginByDaySplitsTheSegmentAndOneByClaimDoesNot) {
  EXPECT_THAT(LinesOf(Claim("es", "1000.00 EUR", "2013-02-20", "2013-02-26")),
              ElementsAre("2013-02-21 2013-02-23 3 d 1000.00 at 7.75 % = 0.64",
                          "2013-02-24 2013-02-26 3 d 1000.00 at 8.75 % = 0.72"));
  EXPECT_THAT(LinesOf(Claim("de-b2b", "1000.00 EUR", "2014-07-28", "2014-07-31")),
              ElementsAre("2014-07-29 2014-07-31 3 d 1000.00 at 7.27 % = 0.60"));
  EXPECT_THAT(LinesOf(Claim("de-b2b", "1000.00 EUR", "2014-07-29", "2014-07-31")),
              ElementsAre("2014-07-30 2014-07-31 2 d 1000.00 at 8.27 % = 0.45"));
}

TEST(SegmentsTest, ActActDividesByTheYearAndSplitsAtItsEnd) {
  auto input = Claim("fr-private", "10000.00 EUR", "2023-11-30", "2024-02-29");
  input.day_count = DayCount::kActAct;
  EXPECT_THAT(LinesOf(input),
              ElementsAre("2023-12-01 2023-12-31 31 d 10000.00 at 14.00 % = 118.90",
                          "2024-01-01 2024-02-29 60 d 10000.00 at 14.50 % = 237.70"));
  input.contractual_rate = R("12.5");
  EXPECT_THAT(LinesOf(input),
              ElementsAre("2023-12-01 2023-12-31 31 d 10000.00 at 12.50 % = 106.16",
                          "2024-01-01 2024-02-29 60 d 10000.00 at 12.50 % = 204.92"));
  input.day_count = DayCount::kAct365;
  EXPECT_THAT(LinesOf(input),
              ElementsAre("2023-12-01 2024-02-29 91 d 10000.00 at 12.50 % = 311.64"));
}

TEST(SegmentsTest, ActActSplitsAFrozenRateTooWithoutChangingIt) {
  auto input = Claim("uk", "10000.00 GBP", "2023-11-30", "2024-02-29");
  input.day_count = DayCount::kActAct;
  EXPECT_THAT(LinesOf(input),
              ElementsAre("2023-12-01 2023-12-31 31 d 10000.00 at 13.00 % = 110.41",
                          "2024-01-01 2024-02-29 60 d 10000.00 at 13.00 % = 213.11"));
}

TEST(SegmentsTest, HalfAMinorUnitIsRoundedUp) {
  EXPECT_EQ(InterestOf(50, R("1"), 365, 365), 1) << "0.50 units";
  EXPECT_EQ(InterestOf(49, R("1"), 365, 365), 0);
  EXPECT_EQ(InterestOf(150, R("1"), 365, 365), 2) << "not to the even one";
  EXPECT_EQ(InterestOf(100, R("1"), 183, 366), 1) << "0.50 units in a leap year";
  EXPECT_EQ(InterestOf(0, R("12"), 100, 365), 0);
}

TEST(SegmentsTest, TheLargestAmountsAreExactAndNothingWraps) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(InterestOf(kMost, R("100"), 365, 365), kMost);
  EXPECT_EQ(InterestOf(kMost, R("100"), 366, 365), std::nullopt);
  EXPECT_EQ(InterestOf(kMost, R("1000") + R("1000"), 3'650'000, 365), std::nullopt);
  EXPECT_EQ(InterestOf(kMost, R("0.000000001"), 3'650'000, 365), 922'337'203'685);
}

TEST(SegmentsTest, AMissingHalfYearStopsTheClaimAndNamesItself) {
  EXPECT_THAT(LinesOf(Claim("fr-private", "1.00 EUR", "2026-10-01", "2027-01-15")),
              ElementsAre(HasSubstr("ECB")));
  EXPECT_THAT(LinesOf(Claim("fr-private", "1.00 EUR", "2026-10-01", "2027-01-15")),
              ElementsAre(HasSubstr("2027-1")));
  EXPECT_THAT(LinesOf(Claim("fr-private", "1.00 EUR", "2026-10-01", "2026-12-31")).front(),
              HasSubstr("12.40 %"));
  EXPECT_THAT(LinesOf(Claim("de-b2b", "1.00 EUR", "2008-12-30", "2009-02-01")),
              ElementsAre(HasSubstr("2008-2")));
}

TEST(RateWarningsTest, ARateBelowTheFloorIsComputedAsGivenAndReportedByHalfYear) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01");
  input.contractual_rate = R("8");
  EXPECT_THAT(LinesOf(input),
              ElementsAre("2026-05-02 2026-09-01 123 d 10000.00 at 8.00 % = 269.59"));
  const auto warnings = WarningsOf(input);
  ASSERT_EQ(warnings.size(), 2U) << "8.00 is above 7.86 of 2026-1, below 8.25 of 2026-2";
  EXPECT_EQ(warnings[0].kind, WarningKind::kRateBelowFloor);
  EXPECT_EQ(warnings[0].rate, R("8"));
  EXPECT_EQ(warnings[0].floor, R("8.25"));
  EXPECT_EQ(warnings[0].half_year, H("2026-2"));
  EXPECT_FALSE(warnings[0].confirmed);
  EXPECT_EQ(warnings[1].kind, WarningKind::kRateToBeConfirmed);
}

TEST(RateWarningsTest, ARateAtTheFloorIsLawful) {
  auto input = Claim("fr-private", "10000.00 EUR", "2024-01-31", "2024-06-30");
  input.contractual_rate = R("15.21");
  EXPECT_TRUE(WarningsOf(input).empty());
  input.contractual_rate = R("15.209999999");
  EXPECT_EQ(WarningsOf(input).size(), 1U);
}

TEST(RateWarningsTest, TheFloorNeitherRaisesNorJudgesTheStatutoryRate) {
  const auto input = Claim("fr-private", "10000.00 EUR", "2024-01-31", "2024-06-30");
  EXPECT_THAT(LinesOf(input),
              ElementsAre("2024-02-01 2024-06-30 151 d 10000.00 at 14.50 % = 599.86"));
  EXPECT_TRUE(WarningsOf(input).empty()) << "though 3 times the legal rate is 15.21";
}

TEST(RateWarningsTest, OutsideFranceAContractualRateHasNoFloor) {
  auto input = Claim("de-b2b", "10000.00 EUR", "2024-01-31", "2024-06-30");
  input.contractual_rate = R("0");
  EXPECT_THAT(LinesOf(input), ElementsAre("2024-02-01 2024-06-30 151 d 10000.00 at 0.00 % = 0.00"));
  EXPECT_TRUE(WarningsOf(input).empty());
}

TEST(RateWarningsTest, AFloorThatIsNotPublishedIsSaidOnceAndStopsNothing) {
  auto input = Claim("fr-private", "10000.00 EUR", "2013-01-31", "2015-01-31");
  input.contractual_rate = R("2");
  const auto warnings = WarningsOf(input);
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].kind, WarningKind::kFloorNotPublished);
  EXPECT_EQ(warnings[0].half_year, H("2013-1"));
  EXPECT_EQ(warnings[1].floor, R("2.79"));
}

TEST(RateWarningsTest, AValueToBeConfirmedShowsOnceInEveryClaimThatUsesIt) {
  auto input = Claim("uk", "10000.00 GBP", "2024-07-31", "2024-12-31");
  input.receipts = {testing::Payment("1.00 GBP", "2024-09-01")};
  const auto warnings = WarningsOf(input);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].kind, WarningKind::kRateToBeConfirmed);
  EXPECT_EQ(warnings[0].series, "BOE");
  EXPECT_EQ(warnings[0].half_year, H("2024-2"));
  EXPECT_EQ(warnings[0].rate, R("5.25"));
  EXPECT_TRUE(WarningsOf(Claim("uk", "1.00 GBP", "2024-05-31", "2024-12-31")).empty());
}

}  // namespace
}  // namespace relance::interest
