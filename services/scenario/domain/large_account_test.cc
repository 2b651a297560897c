#include <gtest/gtest.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;

constexpr int kItems = 100'000;
constexpr int kPayments = 200;

/// An account with 100,000 open items, none of them due.
void Fill(Bench& bench) {
  RecordInvoice invoice;
  invoice.document = "F-1";
  invoice.currency = testing::kEur;
  for (int i = 0; i < kItems; ++i) {
    invoice.items.push_back({"F-1/" + std::to_string(i), 100'00, 100'00, Day("2027-10-01")});
  }
  bench.Tell(invoice, "2026-10-01 09:00");
}

TEST(LargeAccountTest, APaymentClosesTheItemItNamesAndLeavesTheOthersOpen) {
  Bench bench;
  Fill(bench);
  for (int i = 0; i < kPayments; ++i) {
    bench.Pay("P-" + std::to_string(i), "F-1/" + std::to_string(i), 100'00, 0, "2026-10-02 10:00");
  }
  EXPECT_EQ(bench.c.items.size(), static_cast<size_t>(kItems - kPayments));
  EXPECT_FALSE(bench.c.items.contains("F-1/" + std::to_string(kPayments - 1)));
  EXPECT_TRUE(bench.c.items.contains("F-1/" + std::to_string(kPayments)));
}

TEST(LargeAccountTest, WithNothingDueNothingIsDoneAndTheFirstStepIsWaitedFor) {
  Bench bench;
  Fill(bench);
  EXPECT_TRUE(bench.Settle("2026-10-02 10:00").empty());
  const auto next = NextMoment(bench.c, bench.context, bench.At("2026-10-02 10:00"));
  ASSERT_TRUE(next.has_value());
  EXPECT_GT(*next, bench.At("2026-10-02 10:00"));
}

}  // namespace
}  // namespace relance::scenario
