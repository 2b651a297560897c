#include "services/scenario/domain/story/story_ledger.h"

#include <gtest/gtest.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Day;
using testing::kEur;

class StoryLedgerTest : public ::testing::Test {
 protected:
  RecordMoney Pay(const std::string& id, int64_t amount, const std::vector<Purpose>& purposes) {
    const auto told = ledger_.Book(MoneyKind::kPayment, id, {kEur, amount}, purposes,
                                   Day("2026-10-05"), Day("2026-10-05"));
    return told.empty() ? RecordMoney{} : std::get<RecordMoney>(told.front());
  }

  StoryLedger ledger_;
};

TEST_F(StoryLedgerTest, ADocumentIsPaidByDueDate) {
  ledger_.Invoice("F-1", 1, kEur,
                  {{"F-1/1", 300, Day("2026-11-01")}, {"F-1/2", 600, Day("2026-10-01")}},
                  std::nullopt);
  const RecordMoney told = Pay("P-1", 700, {{"F-1", std::nullopt}});
  ASSERT_EQ(told.allocations.size(), 2U);
  EXPECT_EQ(told.allocations[0].item, "F-1/2");
  EXPECT_EQ(told.allocations[0].open_after, 0);
  EXPECT_EQ(told.allocations[1].open_after, 200);
  EXPECT_EQ(told.rest, 0);
}

TEST_F(StoryLedgerTest, WhatANameDoesNotTakeIsTheRest) {
  ledger_.Invoice("F-1", 1, kEur, {{"F-1", 500, Day("2026-10-01")}}, std::nullopt);
  EXPECT_EQ(Pay("P-1", 700, {{"F-1", 300}}).rest, 400);
  EXPECT_TRUE(ledger_.Knows("P-1"));
  EXPECT_EQ(Pay("P-1", 700, {{"F-1", 300}}).receipt, "");
}

TEST_F(StoryLedgerTest, APaymentWaitsForItsInvoice) {
  EXPECT_EQ(Pay("P-1", 500, {{"F-1", std::nullopt}}).rest, 500);
  const auto told =
      ledger_.Invoice("F-1", 1, kEur, {{"F-1", 500, Day("2026-10-01")}}, std::nullopt);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::get<RecordInvoice>(told[0]).items[0].open, 500);
  EXPECT_EQ(std::get<RecordMoney>(told[1]).allocations.at(0).open_after, 0);
}

TEST_F(StoryLedgerTest, ASmallerVersionGivesMoneyBack) {
  ledger_.Invoice("F-1", 1, kEur, {{"F-1", 500, Day("2026-10-01")}}, std::nullopt);
  Pay("P-1", 400, {{"F-1", std::nullopt}});
  const auto told =
      ledger_.Invoice("F-1", 2, kEur, {{"F-1", 300, Day("2026-10-01")}}, std::nullopt);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::get<RecordInvoice>(told[0]).items[0].open, 0);
  EXPECT_EQ(std::get<RecordMoney>(told[1]).rest, 100);
  EXPECT_TRUE(ledger_.Invoice("F-1", 2, kEur, {}, std::nullopt).empty());
}

TEST_F(StoryLedgerTest, WhatASmallerVersionGivesBackIsTheLatestAllocation) {
  ledger_.Invoice("F-1", 1, kEur, {{"F-1", 500, Day("2026-10-01")}}, std::nullopt);
  Pay("P-1", 200, {{"F-1", std::nullopt}});
  Pay("A-2", 300, {{"F-1", std::nullopt}});
  const auto told =
      ledger_.Invoice("F-1", 2, kEur, {{"F-1", 400, Day("2026-10-01")}}, std::nullopt);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::get<RecordMoney>(told[1]).receipt, "A-2");
  EXPECT_EQ(std::get<RecordMoney>(told[1]).rest, 100);
}

TEST_F(StoryLedgerTest, APaymentOfAWrittenOffItemFindsNothingOwed) {
  ledger_.Invoice("F-1", 1, kEur, {{"F-1", 500, Day("2026-10-01")}}, std::nullopt);
  ledger_.WriteOffItem("F-1");
  EXPECT_EQ(Pay("P-1", 500, {{"F-1", std::nullopt}}).allocations.at(0).open_after, 0);
}

TEST_F(StoryLedgerTest, AReversalUndoesEveryAllocation) {
  ledger_.Invoice("F-1", 1, kEur, {{"F-1", 500, Day("2026-10-01")}}, std::nullopt);
  Pay("P-1", 500, {{"F-1", 100}});
  ledger_.AllocateRest("P-1", {{"F-1", 200}});
  const auto told = ledger_.Reverse("P-1");
  ASSERT_EQ(told.size(), 1U);
  const auto& reversal = std::get<ReverseMoney>(told[0]);
  ASSERT_EQ(reversal.undone.size(), 1U);
  EXPECT_EQ(reversal.undone[0].amount, 300);
  EXPECT_EQ(reversal.undone[0].open_after, 500);
}

}  // namespace
}  // namespace relance::scenario
