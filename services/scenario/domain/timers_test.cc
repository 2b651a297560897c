#include "services/scenario/domain/timers.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

TEST(TimersTest, EndInTheOrderPromisesPlansHoldsEscalationsStepsCap) {
  EXPECT_THAT(
      Told(R"(show promise plan release task skip
2026-07-20 07:00 invoice F-1 800.00 EUR due 2026-07-23
2026-10-12 07:00 invoice F-2 700.00 EUR due 2026-10-21
2026-10-12 07:00 invoice F-3 900.00 EUR due 2026-10-01
2026-10-14 10:00 dispute DI-1 F-1 price
2026-10-15 10:00 promise PR-1 700.00 EUR by 2026-10-19 for F-2
2026-10-15 10:00 hold F-1 until 2026-10-21 reason audit
2026-10-15 10:00 plan PL-1 EUR for F-3 down 300.00 by 2026-10-21 then 600.00 on 2026-11-16
2026-10-15 10:00 down
2026-10-22 00:00 up)"),
      ElementsAre(
          "2026-07-20 07:00:00 skip F-1 preventive expired", "2026-08-07 08:30:00 task call F-1",
          "2026-08-27 08:30:00 task approve formal_notice items F-1:800.00@4 "
          "net 800.00 EUR",
          "2026-10-12 07:00:00 skip F-3 preventive expired",
          "2026-10-14 10:00:00 task dispute DI-1 due 2026-10-21",
          "2026-10-15 10:00:00 promise PR-1 open", "2026-10-15 10:00:00 plan PL-1 proposed",
          "2026-10-22 00:00:00 promise PR-1 broken count 1",
          "2026-10-22 00:00:00 release F-2 promise", "2026-10-22 00:00:00 task promise PR-1",
          "2026-10-22 00:00:00 plan PL-1 lapsed", "2026-10-22 00:00:00 release F-3 plan",
          "2026-10-22 00:00:00 release F-1 audit", "2026-10-22 00:00:00 task escalate DI-1",
          "2026-10-22 00:00:00 task decide cap F-1"));
}

TEST(TimersTest, AThankYouIsNotSentWhenTheCaseIsOpenAgainOrTheChannelIsStopped) {
  EXPECT_THAT(Told(R"(show thank
2026-09-28 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-02 19:00 payment P-1 12000.00 EUR for F-1
2026-10-05 07:00 invoice F-2 700.00 EUR due 2026-10-30
until 2026-10-06)"),
              IsEmpty());
  EXPECT_THAT(Told(R"(show thank
2026-09-28 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-02 19:00 payment P-1 12000.00 EUR for F-1
2026-10-02 19:00 stop email
until 2026-10-06)"),
              IsEmpty());
}

TEST(TimersTest, AThankYouWaitsForTheNotifierAndThenForTheWindow) {
  EXPECT_THAT(Told(R"(show thank
2026-09-28 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-02 09:00 notifier down
2026-10-02 10:00 payment P-1 12000.00 EUR for F-1
2026-10-02 11:00 notifier up
until 2026-10-06)"),
              ElementsAre("2026-10-02 11:00:00 thank email"));
  EXPECT_THAT(Told(R"(show thank
2026-09-28 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-02 09:00 notifier down
2026-10-02 10:00 payment P-1 12000.00 EUR for F-1
2026-10-02 19:00 notifier up
until 2026-10-06)"),
              ElementsAre("2026-10-05 08:30:00 thank email"));
}

TEST(TimersTest, AReminderOfAnInstalmentThatIsTooLateIsSkippedUnlessNothingIsMissing) {
  EXPECT_THAT(Told(R"(show skip send
2026-10-02 07:00 invoice F-1 9000.00 EUR due 2026-10-01
2026-10-02 07:00 history F-1 level 1 notice 2026-10-01
2026-10-05 10:00 plan PL-1 EUR for F-1 down 3000.00 by 2026-10-07 )"
                   R"(then 3000.00 on 2026-10-07, 3000.00 on 2026-11-16
2026-10-06 10:00 payment P-1 3000.00 EUR for F-1
2026-10-07 10:00 payment P-2 6000.00 EUR for F-1
until 2026-10-20)"),
              ElementsAre("2026-10-06 10:00:00 skip PL-1/1 instalment expired"));
}

TEST(TimersTest, OneTaskListsTheItemsThatReachTheCapThatDay) {
  EXPECT_THAT(Told(R"(show task
2026-09-28 09:00 invoice F-2 900.00 EUR due 2026-10-01
2026-09-28 09:00 invoice F-1 800.00 EUR due 2026-10-01
2026-09-28 09:00 invoice F-3 800.00 EUR due 2026-10-02
2026-09-28 10:00 hold case until 2027-06-30
until 2027-01-05)"),
              ElementsAre("2026-12-30 00:00:00 task decide cap F-1 F-2",
                          "2026-12-31 00:00:00 task decide cap F-3"));
}

}  // namespace
}  // namespace relance::scenario
