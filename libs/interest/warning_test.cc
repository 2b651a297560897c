#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/interest/claim.h"
#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using ::testing::AllOf;
using testing::H;
using ::testing::HasSubstr;
using testing::M;
using testing::R;

TEST(WarningTest, ARateBelowTheFloorNamesBothRates) {
  const Warning warning{.kind = WarningKind::kRateBelowFloor,
                        .rate = R("5"),
                        .floor = R("7.86"),
                        .series = "FR-LEGAL",
                        .half_year = H("2026-1")};
  EXPECT_THAT(InWords(warning),
              AllOf(HasSubstr("5.00 %"), HasSubstr("7.86 %"), HasSubstr("FR-LEGAL 2026-1")));
  Warning doubtful = warning;
  doubtful.confirmed = false;
  EXPECT_THAT(InWords(doubtful), HasSubstr("to be confirmed"));
}

TEST(WarningTest, TheOthersNameWhatTheyAreAbout) {
  EXPECT_THAT(InWords({.kind = WarningKind::kFloorNotPublished,
                       .series = "FR-LEGAL",
                       .half_year = H("2014-2")}),
              HasSubstr("FR-LEGAL 2014-2"));
  EXPECT_THAT(InWords({.kind = WarningKind::kRateToBeConfirmed,
                       .rate = R("3.75"),
                       .series = "BOE",
                       .half_year = H("2026-2")}),
              AllOf(HasSubstr("BOE 2026-2"), HasSubstr("3.75 %"), HasSubstr("to be confirmed")));
  EXPECT_THAT(InWords({.kind = WarningKind::kSurplus, .amount = M("90.01 EUR")}),
              HasSubstr("90.01 EUR"));
  EXPECT_THAT(InWords({.kind = WarningKind::kIndemnityInOtherCurrency, .amount = M("40.00 EUR")}),
              HasSubstr("40.00 EUR"));
}

}  // namespace
}  // namespace relance::interest
