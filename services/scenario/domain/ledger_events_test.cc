#include "services/scenario/domain/ledger_events.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"
#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

TEST(LedgerEventsTest, AVersionWithoutAnItemCorrectsIt) {
  EXPECT_THAT(Told(R"(show settle close
2026-09-28 09:00 invoice F-1 9000.00 EUR in 3000.00 due 2026-11-01, 6000.00 due 2026-11-30
2026-10-05 10:00 invoice F-1 version 2 3000.00 EUR in 3000.00 due 2026-11-01
2026-10-06 10:00 invoice F-1 version 3 0.00 EUR in 0.00 due 2026-11-01)"),
              ElementsAre("2026-10-05 10:00:00 settle F-1/2 corrected",
                          "2026-10-06 10:00:00 settle F-1/1 corrected",
                          "2026-10-06 10:00:00 close corrected"));
}

TEST(LedgerEventsTest, ASmallNewInvoiceIsNoResidual) {
  EXPECT_THAT(Told(R"(show settle close
2026-09-28 09:00 invoice F-1 4.00 EUR due 2026-11-01
until 2026-10-01)"),
              IsEmpty());
}

TEST(LedgerEventsTest, ARecoveryOfAWrittenOffItemReopensNothing) {
  EXPECT_THAT(Told(R"(show settle close recovery reopen
2026-09-28 09:00 invoice F-1 900.00 EUR due 2026-11-01
2026-10-05 10:00 writeoff F-1
2026-10-06 10:00 payment P-1 900.00 EUR for F-1
2026-10-07 10:00 reverse P-1)"),
              ElementsAre("2026-10-05 10:00:00 settle F-1 written_off",
                          "2026-10-05 10:00:00 close written_off",
                          "2026-10-06 10:00:00 recovery F-1 900.00 EUR"));
}

TEST(LedgerEventsTest, AReversalOfAPaymentIsARejectionAndItsCorrectionIsNone) {
  for (const bool corrected : {false, true}) {
    Bench bench;
    bench.Invoice("F-1", 500'00, "2026-10-20", "2026-10-01 09:00");
    RecordMoney payment;
    payment.receipt = "P-1";
    payment.currency = testing::kEur;
    payment.allocations = {{"F-1", 200'00, 300'00}};
    bench.Tell(payment, "2026-10-02 09:00");
    ReverseMoney undone{"P-1", MoneyKind::kPayment, testing::kEur, 0, {{"F-1", 200'00, 500'00}}};
    undone.corrected = corrected;
    bench.Tell(undone, "2026-10-05 09:00");
    EXPECT_EQ(bench.c.items.at("F-1").rejected, !corrected);
    EXPECT_EQ(bench.c.items.at("F-1").open, 500'00);
  }
}

TEST(LedgerEventsTest, AReversalReopensItsItemsByIdAndStartsANewCycle) {
  Bench bench;
  bench.Invoice("F-2", 900'00, "2026-10-20", "2026-10-01 09:00");
  bench.Invoice("F-1", 500'00, "2026-10-20", "2026-10-01 09:00");
  RecordMoney payment;
  payment.receipt = "P-1";
  payment.currency = testing::kEur;
  payment.booked_on = testing::Day("2026-10-02");
  payment.value_on = payment.booked_on;
  payment.allocations = {{"F-2", 900'00, 0}, {"F-1", 500'00, 0}};
  EXPECT_THAT(bench.Tell(payment, "2026-10-02 09:00"),
              ElementsAre("settle F-1 paid", "settle F-2 paid", "close paid"));
  ReverseMoney reversal{"P-1",
                        MoneyKind::kPayment,
                        testing::kEur,
                        0,
                        {{"F-2", 900'00, 900'00}, {"F-1", 500'00, 500'00}}};
  EXPECT_THAT(bench.Tell(reversal, "2026-10-05 09:00"),
              ElementsAre("reopen F-1 level 0", "reopen F-2 level 0"));
  EXPECT_EQ(bench.c.cycle, 2);
  EXPECT_TRUE(bench.c.running);
}

TEST(LedgerEventsTest, ThanksAreForPaymentsAfterTheMessageOnly) {
  // Booked before level1, allocated after it: the value date says crossed, nothing to thank for.
  EXPECT_THAT(Told(R"(show close crossed thank
2026-09-28 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-01 15:00 payment P-1 900.00 EUR
2026-10-02 15:00 credit CN-1 11100.00 EUR for F-1
2026-10-02 16:00 allocate P-1 to F-1
until 2026-10-10)"),
              ElementsAre("2026-10-02 16:00:00 close paid", "2026-10-02 16:00:00 crossed level1"));
}

TEST(LedgerEventsTest, HistoryOfAnUnknownItemIsRefused) {
  EXPECT_THAT(Told(R"(show refuse
2026-09-28 07:00 history F-1 level 2 notice 2026-09-01)"),
              ElementsAre("2026-09-28 07:00:00 refuse history F-1 item"));
}

}  // namespace
}  // namespace relance::scenario
