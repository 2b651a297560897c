#include "libs/interest/limitation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using testing::D;
using testing::Years;
using enum LimitationEventKind;

std::string Expiry(const LimitationRule& rule, const char* due,
                   std::vector<LimitationEvent> events = {}) {
  return FormatDate(LimitationOf(rule, D(due), std::move(events)).expires);
}

TEST(LimitationTest, AClaimExpiresSoManyYearsAfterItsDueDate) {
  EXPECT_EQ(Expiry(Years(5), "2026-05-01"), "2031-05-01");
  EXPECT_EQ(Expiry(Years(4), "2022-12-31"), "2026-12-31");
  EXPECT_EQ(Expiry(Years(6), "2020-02-29"), "2026-02-28");
  EXPECT_EQ(Expiry(Years(4), "2020-02-29"), "2024-02-29");
  EXPECT_EQ(Expiry(Years(10), "2026-01-01"), "2036-01-01");
}

TEST(LimitationTest, InGermanyTheTimeEndsWithTheYear) {
  EXPECT_EQ(Expiry(Years(3, true), "2023-01-01"), "2026-12-31");
  EXPECT_EQ(Expiry(Years(3, true), "2023-12-31"), "2026-12-31");
  EXPECT_EQ(Expiry(Years(3, true), "2024-01-01"), "2027-12-31");
}

TEST(LimitationTest, APaymentAPromiseOrACourtFilingRestartsItForTheWholeClaim) {
  for (const auto kind : {kPayment, kAcknowledgement, kCourtFiling}) {
    EXPECT_EQ(Expiry(Years(5), "2020-03-01", {{kind, D("2024-10-15")}}), "2029-10-15");
  }
}

TEST(LimitationTest, AFormalNoticeRestartsNothing) {
  const auto limitation =
      LimitationOf(Years(5), D("2020-03-01"), {{kFormalNotice, D("2024-10-15")}});
  EXPECT_EQ(FormatDate(limitation.expires), "2025-03-01");
  ASSERT_EQ(limitation.events.size(), 1U);
  EXPECT_EQ(limitation.events[0].effect, LimitationEffect::kNone);
}

TEST(LimitationTest, APaymentAfterExpiryDoesNotReviveTheClaim) {
  const auto limitation =
      LimitationOf(Years(5), D("2020-03-01"),
                   {{kPayment, D("2025-03-02")}, {kAcknowledgement, D("2025-06-01")}});
  EXPECT_EQ(FormatDate(limitation.expires), "2025-03-01");
  for (const auto& weighed : limitation.events) {
    EXPECT_EQ(weighed.effect, LimitationEffect::kAfterExpiry);
  }
  EXPECT_EQ(Expiry(Years(5), "2020-03-01", {{kPayment, D("2025-03-01")}}), "2030-03-01")
      << "the last day is still in time";
}

TEST(LimitationTest, OneRestartMayKeepTheClaimAliveForTheNext) {
  EXPECT_EQ(
      Expiry(Years(5), "2020-03-01", {{kPayment, D("2029-01-10")}, {kPayment, D("2025-01-10")}}),
      "2034-01-10");
}

TEST(LimitationTest, TheNewTimeRunsFromItsDayNotFromTheEndOfTheYear) {
  EXPECT_EQ(Expiry(Years(3, true), "2023-05-01", {{kPayment, D("2025-03-10")}}), "2028-03-10");
  EXPECT_EQ(Expiry(Years(3, true), "2023-05-01", {{kPayment, D("2023-09-10")}}), "2026-12-31")
      << "before the time began nothing can restart it";
}

TEST(LimitationTest, APaymentBeforeTheDueDateShortensNothing) {
  const auto limitation = LimitationOf(Years(5), D("2020-03-01"), {{kPayment, D("2020-01-10")}});
  EXPECT_EQ(FormatDate(limitation.expires), "2025-03-01");
  EXPECT_EQ(FormatDate(limitation.first_expiry), "2025-03-01");
  EXPECT_EQ(limitation.events[0].effect, LimitationEffect::kNone);
}

}  // namespace
}  // namespace relance::interest
