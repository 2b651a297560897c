#include <gmock/gmock.h>

#include "services/ledger/domain/allocation.h"
#include "services/ledger/domain/testing_books.h"

// What an ERP tells of an invoice besides money: histories, write-offs; and gaps of an account.

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

HistoryRecorded AHistory(const std::string& document, const std::string& invoice, int level,
                         int64_t version = 1, const std::string& item = "") {
  return {From(document, version, std::to_string(level)),
          invoice,
          item,
          {{level, Day(2026, 9, 15), 1, "M-7"}}};
}

WriteOffRecorded AWriteOff(const std::string& document, const std::string& invoice,
                           const std::string& item = "") {
  return {From(document, 1, invoice + item), invoice, item, "bankrupt", {}, {}};
}

class RemarksTest : public testing::Test {
 protected:
  std::vector<AccountFact> Facts(const Document& document) {
    const auto facts = Take(books_, document);
    EXPECT_TRUE(facts.has_value()) << (facts ? "" : Word(facts.error()));
    return facts.value_or(std::vector<AccountFact>{});
  }
  DocumentRefusal Refused(const Document& document) {
    const auto facts = Take(books_, document);
    EXPECT_FALSE(facts.has_value());
    return facts ? DocumentRefusal{} : facts.error();
  }
  const BookedItem& ItemOf(const std::string& id) {
    const auto place = FindItem(books_, id);
    return books_.invoices.at(place->document).items.at(place->index);
  }
  Totals Sum() { return books_.EditAccount().totals[kEur]; }
  bool Balances() {
    const Totals t = Sum();
    return t.invoiced - t.open - t.written_off == t.received - t.unallocated;
  }

  BooksInMemory books_;
};

TEST_F(RemarksTest, AHistoryIsToldOnceAndAHigherVersionAgain) {
  Facts(AnInvoice("F-1", {100}));
  EXPECT_THAT(Facts(AHistory("H-1", "F-1", 2)),
              ElementsAre(AccountFact(AHistory("H-1", "F-1", 2))));
  EXPECT_THAT(Facts(AHistory("H-1", "F-1", 2)), IsEmpty());
  EXPECT_EQ(Facts(AHistory("H-1", "F-1", 3, 2)).size(), 1U);
  EXPECT_EQ(Refused(AHistory("H-1", "F-1", 4, 2)), DocumentRefusal::kContentConflict);
  EXPECT_EQ(Refused(AHistory("H-1", "F-2", 4, 3)), DocumentRefusal::kKindConflict);
}

TEST_F(RemarksTest, AHistoryAheadOfItsInvoiceIsToldAgainInItsLastVersionWhenThatComes) {
  Facts(AHistory("H-1", "F-1", 2));
  Facts(AHistory("H-2", "F-1", 1));
  Facts(AHistory("H-1", "F-1", 3, 2));
  const auto facts = Facts(AnInvoice("F-1", {100}));
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_EQ(std::get<HistoryRecorded>(facts[1]), AHistory("H-2", "F-1", 1));
  EXPECT_EQ(std::get<HistoryRecorded>(facts[2]), AHistory("H-1", "F-1", 3, 2));
  EXPECT_EQ(Facts(AnInvoice("F-1", {90}, 2)).size(), 1U) << "not a third time";
}

TEST_F(RemarksTest, AMaturityThatTheInvoiceDoesNotHaveIsRefused) {
  Facts(AnInvoice("F-1", {100, 50}));
  EXPECT_EQ(Facts(AHistory("H-1", "F-1", 2, 1, "F-1/2")).size(), 1U);
  EXPECT_EQ(Refused(AHistory("H-2", "F-1", 2, 1, "F-1/3")), DocumentRefusal::kUnknownItem);
  EXPECT_EQ(Refused(AWriteOff("W-1", "F-1", "F-1/3")), DocumentRefusal::kUnknownItem);
  EXPECT_EQ(FieldOf(DocumentRefusal::kUnknownItem), "maturity");
}

TEST_F(RemarksTest, AHistoryOfTheFirstMaturityOfOneIsThatOfTheInvoice) {
  const auto item_of = [](const AccountFact& fact) { return std::get<HistoryRecorded>(fact).item; };
  Facts(AHistory("H-1", "F-1", 2, 1, "F-1/1"));
  EXPECT_EQ(item_of(Facts(AnInvoice("F-1", {100})).at(1)), "F-1") << "told again";
  EXPECT_EQ(item_of(Facts(AHistory("H-2", "F-1", 2, 1, "F-1/1")).at(0)), "F-1");
  Facts(AnInvoice("F-2", {50, 50}));
  EXPECT_EQ(item_of(Facts(AHistory("H-3", "F-2", 2, 1, "F-2/1")).at(0)), "F-2/1");
}

TEST_F(RemarksTest, WhatIsOpenIsWrittenOffAndIsInNoListOfOpenItems) {
  Facts(AnInvoice("F-1", {100, 50}));
  Facts(APayment("P-1", 30, {{"F-1", 0}}));
  const auto facts = Facts(AWriteOff("W-1", "F-1"));
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_THAT(std::get<WriteOffRecorded>(facts[0]).items,
              ElementsAre(WrittenOffItem{"F-1/1", 70}, WrittenOffItem{"F-1/2", 50}));
  EXPECT_EQ(Sum(), (Totals{150, 0, 30, 0, 0, 120}));
  EXPECT_THAT(books_.open_items, IsEmpty());
  EXPECT_THAT(Facts(AWriteOff("W-1", "F-1")), IsEmpty()) << "it came already";
  EXPECT_TRUE(Balances());
}

TEST_F(RemarksTest, OneOfSeveralMaturitiesIsWrittenOff) {
  Facts(AnInvoice("F-1", {100, 50}));
  Facts(AWriteOff("W-1", "F-1", "F-1/2"));
  EXPECT_EQ(ItemOf("F-1/1").open, 100);
  EXPECT_EQ(ItemOf("F-1/2").open, 0);
  EXPECT_EQ(ItemOf("F-1/2").written_off, 50);
  EXPECT_EQ(Sum(), (Totals{150, 100, 0, 0, 1, 50}));
}

TEST_F(RemarksTest, MoneyForAWrittenOffItemIsRecoveredAndWithNothingOpen) {
  Facts(AnInvoice("F-1", {100}));
  Facts(AWriteOff("W-1", "F-1"));
  const auto facts = Facts(APayment("P-1", 130, {{"F-1", 0}}));
  ASSERT_EQ(facts.size(), 2U);
  const auto& paid = std::get<Allocated>(facts[1]);
  EXPECT_EQ(paid.amount, 100);
  EXPECT_EQ(paid.item_open, 0);
  EXPECT_EQ(paid.receipt_rest, 30);
  EXPECT_EQ(Sum(), (Totals{100, 0, 130, 30, 0, 0}));
}

TEST_F(RemarksTest, ARecoveryThatIsReversedIsWrittenOffAsBefore) {
  Facts(AnInvoice("F-1", {100}));
  Facts(AWriteOff("W-1", "F-1"));
  Facts(APayment("P-1", 40, {{"F-1", 0}}));
  EXPECT_EQ(ItemOf("F-1").written_off, 60);
  const auto facts = Facts(AReversal("R-1", "P-1"));
  EXPECT_EQ(std::get<AllocationUndone>(facts[0]).item_open, 0);
  EXPECT_EQ(ItemOf("F-1").written_off, 100);
  EXPECT_EQ(Sum(), (Totals{100, 0, 0, 0, 0, 100}));
}

TEST_F(RemarksTest, APersonMayAllocateToWhatWasWrittenOff) {
  Facts(AnInvoice("F-1", {100}));
  Facts(AWriteOff("W-1", "F-1"));
  Facts(APayment("P-1", 40));
  const auto facts = DecideAllocation(books_, {"P-1", {{"F-1", 0}}, {}}, "collector");
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(std::get<Allocated>(facts->at(0)).amount, 40);
}

TEST_F(RemarksTest, AWriteOffAheadOfItsInvoiceTakesItWhenItComes) {
  EXPECT_EQ(Facts(AWriteOff("W-1", "F-1")).size(), 1U);
  const auto facts = Facts(AnInvoice("F-1", {100}));
  ASSERT_EQ(facts.size(), 2U);
  EXPECT_THAT(std::get<WriteOffRecorded>(facts[1]).items, ElementsAre(WrittenOffItem{"F-1", 100}));
  EXPECT_EQ(Sum(), (Totals{100, 0, 0, 0, 0, 100}));
}

TEST_F(RemarksTest, ANewVersionOfAWrittenOffInvoiceStaysWrittenOff) {
  Facts(AnInvoice("F-1", {100}));
  Facts(AWriteOff("W-1", "F-1"));
  Facts(APayment("P-1", 40, {{"F-1", 0}}));
  Facts(AnInvoice("F-1", {120}, 2));
  EXPECT_EQ(ItemOf("F-1").open, 0);
  EXPECT_EQ(ItemOf("F-1").written_off, 80);
  Facts(AnInvoice("F-1", {30}, 3));
  EXPECT_EQ(ItemOf("F-1").written_off, 0);
  EXPECT_EQ(Sum(), (Totals{30, 0, 40, 10, 0, 0}));
  EXPECT_TRUE(Balances());
}

TEST_F(RemarksTest, WhatIsPaidIsNotWrittenOff) {
  Facts(AnInvoice("F-1", {100}));
  Facts(APayment("P-1", 100, {{"F-1", 0}}));
  EXPECT_THAT(std::get<WriteOffRecorded>(Facts(AWriteOff("W-1", "F-1"))[0]).items, IsEmpty());
  EXPECT_EQ(ItemOf("F-1").written_off, std::nullopt);
}

TEST_F(RemarksTest, AGapIsRepairedByAHigherVersionAndNotByAnOlderOne) {
  const auto gap = [](int64_t version, bool open) {
    return GapRecorded{From("G-1", version, open ? "open" : "repaired"), open};
  };
  EXPECT_EQ(Facts(gap(1, true)).size(), 1U);
  EXPECT_THAT(Facts(gap(1, true)), IsEmpty());
  EXPECT_EQ(Facts(gap(2, false)).size(), 1U);
  EXPECT_THAT(Facts(gap(1, true)), IsEmpty());
}

}  // namespace
}  // namespace relance::ledger
