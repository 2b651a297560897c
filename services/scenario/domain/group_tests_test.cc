#include "services/scenario/domain/group_tests.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using testing::Told;

TEST(GroupTestsTest, AStoppedEntityBlocksItsStepsAndWhatLeftBeforeIsNotTouched) {
  EXPECT_THAT(Told(R"(show block send
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-01 07:00 invoice F-2 900.00 EUR due 2026-09-20
2026-10-01 07:00 history F-2 level 1 notice 2026-09-21
2026-10-01 20:00 stop entity
until 2026-10-05)"),
              ElementsAre("2026-10-01 08:30:00 send level2 email+sms items F-2:900.00@2 "
                          "net 900.00 EUR",
                          "2026-10-02 08:30:00 block level1 stopped",
                          "2026-10-05 08:30:00 block call1 stopped"));
}

TEST(GroupTestsTest, AStoppedChannelStopsItsStepsAndTheOthersGoOn) {
  EXPECT_THAT(Told(R"(show block send
2026-10-01 20:00 stop sms
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-02 07:00 invoice F-2 900.00 EUR due 2026-09-20
2026-10-02 07:00 history F-2 level 1 notice 2026-09-21
until 2026-10-02)"),
              ElementsAre("2026-10-02 08:30:00 block level2 stopped",
                          "2026-10-02 08:30:00 send level1 email items F-1:800.00@1 "
                          "also F-2:900.00@1 net 1700.00 EUR"));
}

TEST(GroupTestsTest, AFeedThatIsStaleIsToldBeforeAGap) {
  EXPECT_THAT(Told(R"(show block
2026-10-01 20:00 feed gap
2026-10-01 20:00 feed stale
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 feed fresh
until 2026-10-06)"),
              ElementsAre("2026-10-02 08:30:00 block level1 stale",
                          "2026-10-05 10:00:00 block level1 gap"));
}

TEST(GroupTestsTest, WhatIsOnlyAnnouncedIsNotSilencedByASmallOverdueInvoice) {
  EXPECT_THAT(Told(R"(show block send
2026-09-28 09:00 invoice F-1 40.00 EUR due 2026-10-01
2026-09-28 09:00 invoice F-2 3000.00 EUR due 2026-10-19
until 2026-10-12)"),
              ElementsAre("2026-10-02 08:30:00 block level1 minimum EUR",
                          "2026-10-12 08:30:00 send preventive email items F-2:3000.00 "
                          "net 3000.00 EUR"));
}

TEST(GroupTestsTest, CreditsOfTheCurrencyAreNamedInOneTaskOnce) {
  EXPECT_THAT(Told(R"(show block task
2026-09-28 09:00 invoice F-1 900.00 EUR due 2026-10-01
2026-09-29 10:00 credit CN-2 500.00 EUR
2026-09-29 10:00 credit CN-1 400.00 EUR
2026-09-29 10:00 credit CN-3 400.00 USD
until 2026-10-20)"),
              ElementsAre("2026-10-02 08:30:00 block level1 covered EUR",
                          "2026-10-02 08:30:00 task allocate CN-1 CN-2"));
}

TEST(GroupTestsTest, PressureIsCountedByTheDayOfTheDebtor) {
  EXPECT_THAT(Told(R"(scenario per-item
set pressure 1
show block send
2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-01 07:00 invoice F-2 900.00 EUR due 2026-10-01
until 2026-10-05)"),
              ElementsAre("2026-10-02 08:30:00 send level1 email items F-1:800.00@1 "
                          "net 800.00 EUR",
                          "2026-10-02 08:30:00 block level1 pressure F-2",
                          "2026-10-05 08:30:00 send level1 email items F-2:900.00@1 "
                          "net 900.00 EUR"));
}

TEST(GroupTestsTest, AFailedMessageIsNoPressure) {
  EXPECT_THAT(Told(R"(contact email anna
contact email bruno
set pressure 1
show send
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-02 08:40 bounce email anna
until 2026-10-02)"),
              ElementsAre("2026-10-02 08:30:00 send level1 email:anna items F-1:800.00@1 "
                          "net 800.00 EUR",
                          "2026-10-02 08:40:00 send level1 email:bruno items F-1:800.00@1 "
                          "net 800.00 EUR attempt 2"));
}

TEST(GroupTestsTest, AStepWithoutContactLetsOtherItemsGoOn) {
  EXPECT_THAT(Told(R"(contact email anna
show send task
2026-10-23 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-23 07:00 history F-1 level 2 notice 2026-10-12
2026-10-23 07:00 invoice F-2 900.00 EUR due 2026-10-20
until 2026-10-23)"),
              ElementsAre("2026-10-23 08:30:00 task find_contact level3",
                          "2026-10-23 08:30:00 send level1 email:anna items F-2:900.00@1 "
                          "also F-1:800.00@2 net 1700.00 EUR"));
}

TEST(GroupTestsTest, WhileAMessageWaitsForTheNotifierNoOtherIsPlanned) {
  EXPECT_THAT(Told(R"(show queue send
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-02 07:00 invoice F-2 900.00 EUR due 2026-10-07
2026-10-02 08:00 notifier down
2026-10-13 10:00 notifier up
until 2026-10-16)"),
              ElementsAre("2026-10-02 08:30:00 queue level1 items F-1:800.00@1 net 800.00 EUR",
                          "2026-10-13 10:00:00 send level1 email items F-1:800.00@1 "
                          "F-2:900.00@1 net 1700.00 EUR"));
}

TEST(GroupTestsTest, TheContentThatNobodyApprovedYetIsAskedForAgainWithoutAVoid) {
  EXPECT_THAT(Told(R"(show task void
2026-10-30 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-30 07:00 history F-1 level 3 notice 2026-10-23
2026-11-05 10:00 payment P-1 100.00 EUR for F-1
until 2026-11-06)"),
              ElementsAre("2026-11-05 08:30:00 task approve formal_notice items F-1:12000.00@4 "
                          "net 12000.00 EUR",
                          "2026-11-05 10:00:00 task approve formal_notice items F-1:11900.00@4 "
                          "net 11900.00 EUR"));
}

}  // namespace
}  // namespace relance::scenario
