#include <gtest/gtest.h>

#include <ctime>

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

TEST(LargeAccountTest, APaymentCostsTheItemsItNamesAndNotThoseOfTheAccount) {
  Bench bench;
  Fill(bench);
  const std::clock_t begin = std::clock();
  for (int i = 0; i < kPayments; ++i) {
    bench.Pay("P-" + std::to_string(i), "F-1/" + std::to_string(i), 100'00, 0, "2026-10-02 10:00");
  }
  const std::clock_t each = (std::clock() - begin) / kPayments;
  EXPECT_EQ(bench.c.items.size(), static_cast<size_t>(kItems - kPayments));
  // One pass over the account takes tens of milliseconds of work, a payment microseconds.
  EXPECT_LT(each, CLOCKS_PER_SEC / 200);
}

TEST(LargeAccountTest, IsSettledInOnePass) {
  Bench bench;
  Fill(bench);
  const std::clock_t begin = std::clock();
  EXPECT_TRUE(bench.Settle("2026-10-02 10:00").empty());
  EXPECT_TRUE(NextMoment(bench.c, bench.context, bench.At("2026-10-02 10:00")).has_value());
  EXPECT_LT(std::clock() - begin, 10 * CLOCKS_PER_SEC);
}

}  // namespace
}  // namespace relance::scenario
