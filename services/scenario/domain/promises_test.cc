#include "services/scenario/domain/promises.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using testing::Told;

TEST(PromisesTest, ForAnUnknownItemOrAPastDateOrAnotherCurrencyAreRefused) {
  EXPECT_THAT(Told(R"(show refuse promise
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 800.00 EUR by 2026-10-08 for F-9
2026-10-05 10:01 promise PR-2 800.00 EUR by 2026-10-04 for F-1
2026-10-05 10:02 promise PR-3 800.00 USD by 2026-10-08 for F-1
2026-10-05 10:03 promise PR-4 800.00 EUR by 2026-10-05 for F-1)"),
              ElementsAre("2026-10-05 10:00:00 refuse promise PR-1 item",
                          "2026-10-05 10:01:00 refuse promise PR-2 past",
                          "2026-10-05 10:02:00 refuse promise PR-3 item",
                          "2026-10-05 10:03:00 promise PR-4 open"));
}

TEST(PromisesTest, TooManyWinsOverTooFar) {
  EXPECT_THAT(Told(R"(show promise
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 800.00 EUR by 2026-10-06 for F-1
2026-10-05 10:01 promise PR-2 800.00 EUR by 2026-10-06 for F-1
2026-10-05 10:02 promise PR-3 800.00 EUR by 2026-12-01 for F-1)"),
              ElementsAre("2026-10-05 10:00:00 promise PR-1 open",
                          "2026-10-05 10:01:00 promise PR-1 replaced",
                          "2026-10-05 10:01:00 promise PR-2 open",
                          "2026-10-05 10:02:00 promise PR-3 comment"));
}

TEST(PromisesTest, AreKeptAsSoonAsTheSumIsReachedAndTheRestIsRemindedAgain) {
  EXPECT_THAT(Told(R"(show promise release settle
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 300.00 EUR by 2026-10-08 for F-1
2026-10-06 10:00 payment P-1 300.00 EUR for F-1
until 2026-10-07)"),
              ElementsAre("2026-10-05 10:00:00 promise PR-1 open",
                          "2026-10-06 10:00:00 promise PR-1 kept count 0",
                          "2026-10-06 10:00:00 release F-1 promise"));
}

TEST(PromisesTest, MoneyWithALaterValueDateDoesNotKeepThem) {
  EXPECT_THAT(Told(R"(show promise
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 300.00 EUR by 2026-10-08 for F-1
2026-10-09 10:00 payment P-1 300.00 EUR for F-1 value 2026-10-13
until 2026-10-14)"),
              ElementsAre("2026-10-05 10:00:00 promise PR-1 open",
                          "2026-10-13 00:00:00 promise PR-1 broken count 1"));
}

TEST(PromisesTest, MoneyThatWasTakenBackDoesNotKeepThem) {
  EXPECT_THAT(Told(R"(show promise
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 800.00 EUR by 2026-10-08 for F-1
2026-10-06 10:00 payment P-1 300.00 EUR for F-1
2026-10-07 10:00 reverse P-1
until 2026-10-14)"),
              ElementsAre("2026-10-05 10:00:00 promise PR-1 open",
                          "2026-10-13 00:00:00 promise PR-1 broken count 1"));
}

TEST(PromisesTest, ACreditNoteThatClosesTheirItemsEndsThemWell) {
  EXPECT_THAT(Told(R"(show promise close
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 800.00 EUR by 2026-10-08 for F-1
2026-10-06 10:00 credit CN-1 800.00 EUR for F-1
until 2026-10-14)"),
              ElementsAre("2026-10-05 10:00:00 promise PR-1 open",
                          "2026-10-06 10:00:00 promise PR-1 kept count 0",
                          "2026-10-06 10:00:00 close credited"));
}

TEST(PromisesTest, AFarOneApprovedAfterItsDateIsRefused) {
  EXPECT_THAT(Told(R"(show promise refuse
2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 promise PR-1 800.00 EUR by 2026-10-16 for F-1
2026-10-17 10:00 approve PR-1 by anna)"),
              ElementsAre("2026-10-05 10:00:00 promise PR-1 far",
                          "2026-10-17 10:00:00 refuse approve PR-1 past"));
}

}  // namespace
}  // namespace relance::scenario
