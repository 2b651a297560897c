#include <gtest/gtest.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;

constexpr int kItems = 100'000;
constexpr int kPayments = 200;

TEST(LargeAccountTest, APaymentClosesTheItemItNamesAndLeavesTheOthersOpen) {
  Bench bench;
  bench.InvoiceOfMany(kItems);
  for (int i = 0; i < kPayments; ++i) {
    bench.Pay("P-" + std::to_string(i), "F-1/" + std::to_string(i), 100'00, 0, "2026-10-02 10:00");
  }
  EXPECT_EQ(bench.c.items.size(), static_cast<size_t>(kItems - kPayments));
  EXPECT_FALSE(bench.c.items.contains("F-1/" + std::to_string(kPayments - 1)));
  EXPECT_TRUE(bench.c.items.contains("F-1/" + std::to_string(kPayments)));
}

TEST(LargeAccountTest, WithNothingDueNothingIsDoneAndTheFirstStepIsWaitedFor) {
  Bench bench;
  bench.InvoiceOfMany(kItems);
  EXPECT_TRUE(bench.Settle("2026-10-02 10:00").empty());
  const auto next = NextMoment(bench.c, bench.context, bench.At("2026-10-02 10:00"));
  ASSERT_TRUE(next.has_value());
  EXPECT_GT(*next, bench.At("2026-10-02 10:00"));
}

}  // namespace
}  // namespace relance::scenario
