#include "services/scenario/domain/evaluate.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"
#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

TEST(EvaluateTest, NothingLeavesOutsideTheWindow) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  EXPECT_TRUE(Evaluate(bench.c, bench.context, bench.At("2026-10-02 18:00")).empty());
  EXPECT_TRUE(Evaluate(bench.c, bench.context, bench.At("2026-10-03 10:00")).empty());
}

TEST(EvaluateTest, TheLastFormalStepGoesFirstThenTheOrdinaryMessageWaitsForItsFloor) {
  EXPECT_THAT(Told(R"(show send handover task
2026-11-20 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-11-20 07:00 history F-1 level 4 notice 2026-11-05
2026-11-20 07:00 invoice F-2 9000.00 EUR due 2026-10-12
2026-11-20 07:00 history F-2 level 3 notice 2026-11-05
until 2026-11-20)"),
              ElementsAre("2026-11-20 08:30:00 task approve handover items F-1:12000.00@5 "
                          "net 12000.00 EUR",
                          "2026-11-20 08:30:00 task approve formal_notice items F-2:9000.00@4 "
                          "net 9000.00 EUR"));
}

TEST(EvaluateTest, PerItemTheFirmestStepGoesFirst) {
  EXPECT_THAT(Told(R"(scenario per-item
show send
2026-10-12 07:00 invoice F-1 900.00 EUR due 2026-10-01
2026-10-12 07:00 invoice F-2 800.00 EUR due 2026-09-30
2026-10-12 07:00 invoice F-3 700.00 EUR due 2026-10-01
2026-10-12 07:00 history F-3 level 1 notice 2026-10-02
until 2026-10-12)"),
              ElementsAre("2026-10-12 08:30:00 send level2 email items F-3:700.00@2 net 700.00 EUR",
                          "2026-10-12 08:30:00 send level1 email items F-2:800.00@1 net 800.00 EUR",
                          "2026-10-12 08:30:00 send level1 email items F-1:900.00@1 "
                          "net 900.00 EUR"));
}

TEST(EvaluateTest, OneCallNamesItsItemsByLevelThenDueDate) {
  EXPECT_THAT(Told(R"(scenario good-payer
show task
2026-09-25 07:00 invoice F-2 900.00 EUR due 2026-10-02
2026-09-25 07:00 invoice F-1 900.00 EUR due 2026-10-02
2026-09-25 07:00 invoice F-3 900.00 EUR due 2026-10-01
2026-10-04 10:00 hold F-3 until 2026-10-04
until 2026-10-05)"),
              ElementsAre("2026-10-05 08:30:00 task call F-3 F-1 F-2"));
}

TEST(EvaluateTest, AStoppedEntityAsksForNoCalls) {
  EXPECT_THAT(
      Told(R"(scenario good-payer
show task block
2026-09-25 07:00 invoice F-1 900.00 EUR due 2026-10-02
2026-10-01 07:00 stop entity
2026-10-06 10:00 start entity
until 2026-10-07)"),
      ElementsAre("2026-10-05 08:30:00 block check stopped", "2026-10-06 10:00:00 task call F-1"));
}

TEST(EvaluateTest, ACapEndsFriendlyStepsButNotTheFormalNotice) {
  EXPECT_THAT(Told(R"(show send task
2026-10-01 07:00 invoice F-1 12000.00 EUR due 2026-09-30
2026-10-01 07:00 history F-1 level 3 notice 2026-09-28
2026-10-01 08:00 hold F-1 until 2026-12-31
2027-01-04 09:00 approve formal_notice by anna
until 2027-01-04)"),
              ElementsAre("2026-12-30 00:00:00 task decide cap F-1",
                          "2027-01-04 08:30:00 task approve formal_notice items F-1:12000.00@4 "
                          "net 12000.00 EUR",
                          "2027-01-04 09:00:00 send formal_notice registered items "
                          "F-1:12000.00@4 net 12000.00 EUR"));
}

TEST(EvaluateTest, TheHighestLevelDueIsKnownBeforeTheWindowOpens) {
  Bench bench;
  EXPECT_EQ(HighestLevelDue(bench.c, bench.context, bench.At("2026-10-02 07:00")), -1);
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-01 17:00");
  bench.Settle("2026-10-02 00:00");
  EXPECT_EQ(HighestLevelDue(bench.c, bench.context, bench.At("2026-10-02 08:30")), 1);
}

TEST(EvaluateTest, WhatIsPendingIsNotPlannedAgain) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 08:30");
  EXPECT_THAT(bench.Settle("2026-10-02 09:00"), IsEmpty());
  EXPECT_THAT(bench.Settle("2026-10-20 09:00"), IsEmpty());
}

}  // namespace
}  // namespace relance::scenario
