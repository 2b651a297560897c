#include "services/scenario/domain/acts.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

TEST(ActsTest, InsolvencyIsToldOnceAndTheClaimIsDueAtTheEndOfAShortMonth) {
  EXPECT_THAT(Told(R"(show insolvent task
2026-12-28 07:00 invoice F-1 800.00 EUR due 2027-02-09
2026-12-31 10:00 insolvency published 2026-12-31
2027-01-04 10:00 insolvency published 2027-01-04)"),
              ElementsAre("2026-12-31 10:00:00 insolvent",
                          "2026-12-31 10:00:00 task claim due 2027-02-28"));
}

TEST(ActsTest, InsolvencyEndsWhatWasAgreed) {
  EXPECT_THAT(
      Told(R"(show promise plan dispute send task
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-02 07:00 invoice F-2 900.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 800.00 EUR by 2026-10-08 for F-1
2026-10-05 11:00 dispute DI-1 F-2 price
2026-10-06 10:00 insolvency
until 2027-03-01)"),
      ElementsAre("2026-10-02 08:30:00 send level1 email items F-1:800.00@1 "
                  "F-2:900.00@1 net 1700.00 EUR",
                  "2026-10-05 10:00:00 promise PR-1 open", "2026-10-05 11:00:00 dispute DI-1 open",
                  "2026-10-05 11:00:00 task dispute DI-1 due 2026-10-12",
                  "2026-10-06 10:00:00 task claim due 2026-12-06"));
}

TEST(ActsTest, AForcedStepNeedsAStepThenItemsThenTwoPersons) {
  EXPECT_THAT(Told(R"(show refuse
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 force level9 F-9 by anna
2026-10-05 10:00 force level2 F-9 by anna
2026-10-05 10:00 force level2 F-1 by anna)"),
              ElementsAre("2026-10-05 10:00:00 refuse force level9 step",
                          "2026-10-05 10:00:00 refuse force level2 item",
                          "2026-10-05 10:00:00 refuse force level2 second_person"));
}

TEST(ActsTest, AForcedEarlierStepMovesNeitherLevelNorNextStepButStartsTheGap) {
  EXPECT_THAT(Told(R"(show send task level
2026-10-12 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-12 07:00 history F-1 level 2 notice 2026-10-02
2026-10-20 10:00 force level1 F-1 by anna and bruno
until 2026-10-27)"),
              ElementsAre("2026-10-12 07:00:00 level 2",
                          "2026-10-20 10:00:00 send level1 email items F-1:800.00@2 "
                          "net 800.00 EUR forced",
                          "2026-10-27 08:30:00 send level3 eregistered items F-1:800.00@3 "
                          "net 800.00 EUR",
                          "2026-10-27 08:30:00 level 3"));
}

TEST(ActsTest, ACallbackInThePastAndAnUnknownOneAreRefused) {
  EXPECT_THAT(Told(R"(show refuse alert task
2026-10-05 10:00 callback CB-1 at 2026-10-05 09:59
2026-10-05 10:00 done CB-1
2026-10-05 10:00 callback CB-2 at 2026-10-05 11:00:30
until 2026-10-06)"),
              ElementsAre("2026-10-05 10:00:00 refuse callback CB-1 past",
                          "2026-10-05 10:00:00 refuse done CB-1 nothing",
                          "2026-10-05 10:00:00 task callback CB-2 due 2026-10-05 11:00:30",
                          "2026-10-05 11:00:30 alert callback CB-2"));
}

TEST(ActsTest, AnotherScenarioVoidsWhatWasApproved) {
  EXPECT_THAT(Told(R"(show void task send
2026-10-30 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-30 07:00 history F-1 level 3 notice 2026-10-23
2026-11-05 19:00 approve formal_notice by anna
2026-11-05 20:00 scenario email-fr
until 2026-11-06)"),
              ElementsAre("2026-11-05 08:30:00 task approve formal_notice items F-1:12000.00@4 "
                          "net 12000.00 EUR",
                          "2026-11-05 20:00:00 void formal_notice",
                          "2026-11-06 08:30:00 task approve formal_notice items F-1:12000.00@4 "
                          "net 12000.00 EUR"));
}

TEST(ActsTest, AContactAddedAgainAfterABounceIsTriedAgain) {
  EXPECT_THAT(Told(R"(contact email anna
show send fail
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-02 09:00 bounce email
2026-10-02 10:00 contact add email anna
until 2026-10-02)"),
              ElementsAre("2026-10-02 08:30:00 send level1 email:anna items F-1:800.00@1 "
                          "net 800.00 EUR",
                          "2026-10-02 09:00:00 fail level1 email:anna",
                          "2026-10-02 10:00:00 send level1 email:anna items F-1:800.00@1 "
                          "net 800.00 EUR attempt 2"));
}

TEST(ActsTest, AnApprovalSurvivesAFailedAttempt) {
  EXPECT_THAT(Told(R"(contact registered seat
contact registered plant
show send fail task
2026-10-30 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-30 07:00 history F-1 level 3 notice 2026-10-23
2026-11-05 09:00 approve formal_notice by anna
2026-11-09 10:00 failure registered seat
until 2026-11-10)"),
              ElementsAre("2026-11-05 08:30:00 task approve formal_notice items F-1:12000.00@4 "
                          "net 12000.00 EUR",
                          "2026-11-05 09:00:00 send formal_notice registered:seat items "
                          "F-1:12000.00@4 net 12000.00 EUR",
                          "2026-11-09 10:00:00 fail formal_notice registered:seat",
                          "2026-11-09 10:00:00 send formal_notice registered:plant items "
                          "F-1:12000.00@4 net 12000.00 EUR attempt 2"));
}

TEST(ActsTest, APresentationWithoutADateIsOfToday) {
  EXPECT_THAT(Told(R"(show count
2026-10-23 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-23 07:00 history F-1 level 2 notice 2026-10-12
2026-10-26 12:00 presented eregistered
2026-11-10 12:00 unclaimed eregistered
2026-11-10 13:00 presented letter
2026-11-12 12:00 refused eregistered on 2026-10-26)"),
              ElementsAre("2026-10-26 12:00:00 count level3 2026-10-26",
                          "2026-11-10 12:00:00 count level3 2026-11-10",
                          "2026-11-12 12:00:00 count level3 2026-10-26"));
}

TEST(ActsTest, NobodyIsAskedToApproveWhatNobodyAskedFor) {
  EXPECT_THAT(Told(R"(show task void
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 approve DI-1 by anna
2026-10-05 10:00 approve formal_notice by anna)"),
              IsEmpty());
}

}  // namespace
}  // namespace relance::scenario
