#include "services/scenario/domain/disputes.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using testing::Told;

TEST(DisputesTest, RejectedOnAPartTheWholeItemRestsTwoBusinessDays) {
  EXPECT_THAT(Told(R"(show dispute release send
2026-10-02 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-09 10:00 dispute DI-1 F-1 price 2000.00 EUR
2026-10-12 08:00 reject DI-1
until 2026-10-14)"),
              ElementsAre("2026-10-02 08:30:00 send level1 email items F-1:12000.00@1 "
                          "net 12000.00 EUR",
                          "2026-10-09 10:00:00 dispute DI-1 open",
                          "2026-10-12 08:00:00 dispute DI-1 rejected",
                          "2026-10-12 08:00:00 release F-1:2000.00 dispute",
                          "2026-10-14 08:30:00 send level2 email+sms items F-1:12000.00@2 "
                          "net 12000.00 EUR"));
}

TEST(DisputesTest, UpheldWithoutAnAmountIsWhatWasDisputed) {
  EXPECT_THAT(Told(R"(show hold release
2026-10-02 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-09 10:00 dispute DI-1 F-1 price 2000.00 EUR
2026-10-12 08:00 uphold DI-1
2026-10-13 10:00 credit CN-1 2000.00 EUR for F-1
until 2026-10-14)"),
              ElementsAre("2026-10-09 10:00:00 hold F-1:2000.00 dispute until 2026-10-16",
                          "2026-10-12 08:00:00 release F-1:2000.00 dispute",
                          "2026-10-12 08:00:00 hold F-1 credit_note_pending until 2026-10-26",
                          "2026-10-13 10:00:00 release F-1 credit_note_pending"));
}

TEST(DisputesTest, AVerdictNeedsAnOpenDispute) {
  EXPECT_THAT(Told(R"(show refuse dispute
2026-10-02 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-09 10:00 reject DI-1
2026-10-09 10:01 dispute DI-1 F-9 price
2026-10-09 10:02 dispute DI-1 F-1 price
2026-10-09 10:03 reject DI-1
2026-10-09 10:04 uphold DI-1)"),
              ElementsAre("2026-10-09 10:00:00 refuse reject DI-1 nothing",
                          "2026-10-09 10:01:00 refuse dispute DI-1 item",
                          "2026-10-09 10:02:00 dispute DI-1 open",
                          "2026-10-09 10:03:00 dispute DI-1 rejected",
                          "2026-10-09 10:04:00 refuse uphold DI-1 nothing"));
}

TEST(DisputesTest, AnAmountIsOfTheCurrencyOfItsItem) {
  EXPECT_THAT(Told(R"(show refuse dispute hold
2026-10-02 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-09 10:00 dispute DI-1 F-1 price 2000 JPY
2026-10-09 10:01 dispute DI-1 F-1 price 2000.00 EUR
2026-10-09 10:02 uphold DI-1 1000.00 USD
2026-10-09 10:03 uphold DI-1 1000.00 EUR)"),
              ElementsAre("2026-10-09 10:00:00 refuse dispute DI-1 item",
                          "2026-10-09 10:01:00 dispute DI-1 open",
                          "2026-10-09 10:01:00 hold F-1:2000.00 dispute until 2026-10-16",
                          "2026-10-09 10:02:00 refuse uphold DI-1 item",
                          "2026-10-09 10:03:00 dispute DI-1 upheld",
                          "2026-10-09 10:03:00 hold F-1 credit_note_pending until 2026-10-23"));
}

TEST(DisputesTest, ACreditNoteFromBeforeTheVerdictDoesNotSettleIt) {
  EXPECT_THAT(Told(R"(show release
2026-10-02 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-09 10:00 dispute DI-1 F-1 price
2026-10-09 11:00 credit CN-1 2000.00 EUR for F-1
2026-10-12 08:00 uphold DI-1 2000.00 EUR
until 2026-10-16)"),
              ElementsAre("2026-10-12 08:00:00 release F-1 dispute"));
}

}  // namespace
}  // namespace relance::scenario
