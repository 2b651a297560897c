#include "services/scenario/domain/holds.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using testing::Told;

TEST(HoldsTest, TheLaterOfTwoHoldsWithOneReasonReplacesTheEarlier) {
  EXPECT_THAT(Told(R"(show hold release
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-20
2026-10-01 10:00 hold F-1 until 2026-10-05 reason audit
2026-10-02 10:00 hold F-1 until 2026-10-03 reason audit
until 2026-10-10)"),
              ElementsAre("2026-10-01 10:00:00 hold F-1 audit until 2026-10-05",
                          "2026-10-02 10:00:00 hold F-1 audit until 2026-10-03",
                          "2026-10-04 00:00:00 release F-1 audit"));
}

TEST(HoldsTest, AHoldOfTheDebtorSilencesHimInEveryEntity) {
  EXPECT_THAT(Told(R"(entity FR01
entity FR02
debtor D42
show hold release send
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-01 07:00 @FR02 invoice F-2 900.00 EUR due 2026-10-01
2026-10-01 10:00 hold debtor until 2026-10-04
until 2026-10-05)"),
              ElementsAre("2026-10-01 10:00:00 hold debtor manual until 2026-10-04",
                          "2026-10-01 10:00:00 @FR02/D42 hold debtor manual until 2026-10-04",
                          "2026-10-05 00:00:00 release debtor manual",
                          "2026-10-05 00:00:00 @FR02/D42 release debtor manual",
                          "2026-10-05 08:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR",
                          "2026-10-05 08:30:00 @FR02/D42 send level1 email items F-2:900.00@1 "
                          "net 900.00 EUR"));
}

TEST(HoldsTest, WhatIsNotHeldIsNotReleasedAndADisputeIsNotReleasedByHand) {
  EXPECT_THAT(Told(R"(show refuse release
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-20
2026-10-01 10:00 release F-1
2026-10-01 10:01 release F-9
2026-10-01 10:02 dispute DI-1 F-1 price
2026-10-01 10:03 release F-1 reason dispute
2026-10-01 10:04 hold F-1 until 2026-09-30
until 2026-10-02)"),
              ElementsAre("2026-10-01 10:00:00 refuse release F-1 nothing",
                          "2026-10-01 10:01:00 refuse release F-9 item",
                          "2026-10-01 10:03:00 refuse release F-1 nothing",
                          "2026-10-01 10:04:00 refuse hold F-1 past"));
}

TEST(HoldsTest, ADocumentIsHeldItemByItem) {
  EXPECT_THAT(Told(R"(show hold
2026-10-01 07:00 invoice F-1 900.00 EUR in 400.00 due 2026-11-30, 500.00 due 2026-10-30
2026-10-01 10:00 hold F-1 until 2026-10-05
until 2026-10-02)"),
              ElementsAre("2026-10-01 10:00:00 hold F-1/1 manual until 2026-10-05",
                          "2026-10-01 10:00:00 hold F-1/2 manual until 2026-10-05"));
}

TEST(HoldsTest, ASuspensionIsEscalatedOnceAndStays) {
  EXPECT_THAT(Told(R"(show hold release task send
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-20
2026-10-05 10:00 status F-1 suspended
until 2026-12-15)"),
              ElementsAre("2026-10-05 10:00:00 hold F-1 suspended until 2026-11-04",
                          "2026-10-05 10:00:00 task document F-1",
                          "2026-11-05 00:00:00 task escalate F-1"));
}

}  // namespace
}  // namespace relance::scenario
