#include "services/scenario/domain/cash.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

TEST(CashTest, EqualToAnItemThatIsNotDueHoldsTheCase) {
  EXPECT_THAT(Told(R"(show hold task release
2026-09-28 09:00 invoice F-1 800.00 EUR due 2026-10-30
2026-10-01 10:00 payment P-1 800.00 EUR
2026-10-02 10:00 allocate P-1 to F-1 500.00
2026-10-05 10:00 allocate P-1 to F-1
until 2026-10-06)"),
              ElementsAre("2026-10-01 10:00:00 hold case cash_to_allocate until 2026-10-06",
                          "2026-10-01 10:00:00 task allocate P-1",
                          "2026-10-05 10:00:00 release case cash_to_allocate"));
}

TEST(CashTest, JustBelowOneTenthOfTheOverdueIsOnlyShown) {
  EXPECT_THAT(Told(R"(show hold task
2026-09-28 09:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 payment P-1 79.99 EUR
until 2026-10-06)"),
              IsEmpty());
}

TEST(CashTest, ACreditNoteIsNoCash) {
  EXPECT_THAT(Told(R"(show hold task
2026-09-28 09:00 invoice F-1 800.00 EUR due 2026-10-30
2026-10-01 10:00 credit CN-1 800.00 EUR
until 2026-10-02)"),
              IsEmpty());
}

TEST(CashTest, EachReceiptHasAHoldOfItsOwn) {
  EXPECT_THAT(Told(R"(show hold release
2026-09-28 09:00 invoice F-1 800.00 EUR due 2026-10-01
2026-10-05 10:00 payment P-1 100.00 EUR
2026-10-06 10:00 payment P-2 100.00 EUR
2026-10-07 10:00 reverse P-1
until 2026-10-12)"),
              ElementsAre("2026-10-05 10:00:00 hold case cash_to_allocate until 2026-10-08",
                          "2026-10-06 10:00:00 hold case cash_to_allocate until 2026-10-09",
                          "2026-10-07 10:00:00 release case cash_to_allocate",
                          "2026-10-10 00:00:00 release case cash_to_allocate"));
}

}  // namespace
}  // namespace relance::scenario
