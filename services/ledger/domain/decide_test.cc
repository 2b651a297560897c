#include "services/ledger/domain/decide.h"

#include <gmock/gmock.h>

#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LedgerRulesTest : public testing::Test {
 protected:
  size_t Facts(const Document& document) {
    const auto facts = Take(books_, document);
    EXPECT_TRUE(facts.has_value()) << (facts ? "" : Word(facts.error()));
    return facts ? facts->size() : 0;
  }
  DocumentRefusal Refused(const Document& document) {
    const auto facts = Take(books_, document);
    EXPECT_FALSE(facts.has_value());
    return facts ? DocumentRefusal{} : facts.error();
  }
  int64_t Open(const std::string& item) {
    const auto place = FindItem(books_, item);
    return place ? books_.invoices[place->document].items[place->index].open : -1;
  }
  int64_t Rest(const std::string& receipt) { return books_.receipts[receipt].rest; }
  Totals Sum(Currency currency = kEur) { return books_.EditAccount().totals[currency]; }

  BooksInMemory books_;
};

TEST_F(LedgerRulesTest, ADocumentThatComesTwiceTakesEffectOnce) {
  const Document documents[] = {AnInvoice("F-1", {100}), APayment("P-1", 40, {{"F-1", 0}}),
                                AReversal("R-1", "P-1"),
                                StatusRecorded{From("S-1", 1, "x"), "F-1", "refused"},
                                MasterDataRecorded{From("D42", 1, "x"), {}}};
  for (const Document& document : documents) EXPECT_GT(Facts(document), 0U);
  for (const Document& document : documents) EXPECT_EQ(Facts(document), 0U);
}

TEST_F(LedgerRulesTest, AStatusAheadOfItsInvoiceIsToldAgainWhenThatComesAndThenNoMore) {
  const StatusRecorded status{From("S-1", 1, "x"), "F-1", "disputed"};
  EXPECT_EQ(Facts(status), 1U);
  const auto facts = Take(books_, AnInvoice("F-1", {100}));
  ASSERT_TRUE(facts);
  ASSERT_EQ(facts->size(), 2U);
  EXPECT_EQ(std::get<StatusRecorded>(facts->back()), status);
  EXPECT_EQ(Facts(AnInvoice("F-1", {90}, 2)), 1U);
  EXPECT_EQ(Facts(status), 0U) << "it came already";
}

TEST_F(LedgerRulesTest, TheSameVersionWithOtherContentIsAConflictAndChangesNothing) {
  Facts(AnInvoice("F-1", {100}));
  Facts(APayment("P-1", 40));
  EXPECT_EQ(Refused(AnInvoice("F-1", {101})), DocumentRefusal::kContentConflict);
  EXPECT_EQ(Refused(APayment("P-1", 41)), DocumentRefusal::kContentConflict);
  EXPECT_EQ(Sum(), (Totals{100, 100, 40, 40, 1}));
}

TEST_F(LedgerRulesTest, AnOlderVersionIsIgnored) {
  Facts(AnInvoice("F-1", {100}, 3));
  EXPECT_EQ(Facts(AnInvoice("F-1", {70}, 2)), 0U);
  EXPECT_EQ(Open("F-1"), 100);
}

TEST_F(LedgerRulesTest, ANumberKnownFromAnotherSourceIsAConflictUnlessItSaysTheSame) {
  Facts(AnInvoice("F-1", {100}));
  InvoiceRecorded other = AnInvoice("F-1", {100});
  other.origin.source = "/erp/sage/FR01";
  EXPECT_EQ(Facts(other), 0U);
  other = AnInvoice("F-1", {90}, 2);
  other.origin.source = "/erp/sage/FR01";
  EXPECT_EQ(Refused(other), DocumentRefusal::kSourceConflict);
}

TEST_F(LedgerRulesTest, APaymentTakesTheItemsOfADocumentByDueDateThenId) {
  InvoiceRecorded invoice = AnInvoice("F-1", {50, 50, 50});
  invoice.items[0].due = Day(2026, 12, 1);
  invoice.items[1].due = Day(2026, 11, 1);
  invoice.items[2].due = Day(2026, 11, 1);
  Facts(invoice);
  Facts(APayment("P-1", 120, {{"F-1", 0}}));
  EXPECT_EQ(Open("F-1/2"), 0);
  EXPECT_EQ(Open("F-1/3"), 0);
  EXPECT_EQ(Open("F-1/1"), 30);
}

TEST_F(LedgerRulesTest, TheAmountOfAnIntentBoundsItAndTheRestStaysUnallocated) {
  Facts(AnInvoice("F-1", {100}));
  Facts(AnInvoice("F-2", {100}));
  Facts(APayment("P-1", 150, {{"F-1", 60}, {"F-2", 40}}));
  EXPECT_EQ(Open("F-1"), 40);
  EXPECT_EQ(Open("F-2"), 60);
  EXPECT_EQ(Rest("P-1"), 50);
  EXPECT_THAT(books_.unallocated, ElementsAre("P-1"));
  EXPECT_EQ(Sum(), (Totals{200, 100, 150, 50, 2}));
}

TEST_F(LedgerRulesTest, APaymentForALaterMaturityLeavesTheEarlierOneOpen) {
  Facts(AnInvoice("F-1", {50, 50}));
  Facts(APayment("P-1", 70, {{"F-1", 0, "F-1/2"}}));
  EXPECT_EQ(Open("F-1/1"), 50);
  EXPECT_EQ(Open("F-1/2"), 0);
  EXPECT_EQ(Rest("P-1"), 20) << "not for the other maturity";
}

TEST_F(LedgerRulesTest, APaymentForAMaturityWaitsForItAndComesBackToIt) {
  Facts(APayment("P-1", 50, {{"F-1", 0, "F-1/2"}}));
  Facts(APayment("P-2", 50, {{"F-1", 0, "F-1/3"}}));
  Facts(AnInvoice("F-1", {50, 60}));
  EXPECT_EQ(Open("F-1/1"), 50);
  EXPECT_EQ(Open("F-1/2"), 10);
  EXPECT_EQ(Rest("P-2"), 50) << "there is no third";
  Facts(AnInvoice("F-1", {50, 40}, 2));
  EXPECT_EQ(Rest("P-1"), 10);
  Facts(AnInvoice("F-1", {50, 60, 20}, 3));
  EXPECT_EQ(Open("F-1/2"), 10);
  EXPECT_EQ(Open("F-1/3"), 0);
  EXPECT_EQ(Rest("P-2"), 30);
}

TEST_F(LedgerRulesTest, MoneyForAMaturityAndForItsInvoiceIsCountedApart) {
  Facts(AnInvoice("F-1", {50, 50}));
  Facts(APayment("P-1", 100, {{"F-1", 40, "F-1/2"}, {"F-1", 30}}));
  EXPECT_EQ(Open("F-1/2"), 10);
  EXPECT_EQ(Open("F-1/1"), 20);
  EXPECT_EQ(Rest("P-1"), 30);
  Facts(AnInvoice("F-1", {10, 50}, 2));
  EXPECT_EQ(Open("F-1/2"), 0) << "10 of the 30 went on to it";
  EXPECT_EQ(Rest("P-1"), 40);
}

TEST_F(LedgerRulesTest, TheOrderInWhichAnInvoiceAndItsMaturityAreNamedTakesNothingFromEither) {
  Facts(AnInvoice("F-1", {20, 70}));
  Facts(APayment("P-1", 90, {{"F-1", 30}, {"F-1", 50, "F-1/2"}}));
  EXPECT_EQ(Open("F-1/1"), 0);
  EXPECT_EQ(Open("F-1/2"), 10);
  EXPECT_EQ(Rest("P-1"), 10) << "80 were meant for it";
}

TEST_F(LedgerRulesTest, TheFirstMaturityOfOneIsTheInvoice) {
  Facts(AnInvoice("F-1", {50}));
  Facts(APayment("P-1", 50, {{"F-1", 0, "F-1/1"}}));
  EXPECT_EQ(Open("F-1"), 0);
}

TEST_F(LedgerRulesTest, APaymentThatNamesNothingIsUnallocated) {
  Facts(AnInvoice("F-1", {100}));
  Facts(APayment("P-1", 100));
  EXPECT_EQ(Open("F-1"), 100);
  EXPECT_EQ(Rest("P-1"), 100);
}

TEST_F(LedgerRulesTest, APaymentBeforeItsInvoiceWaitsAndPaysWhenItComes) {
  EXPECT_EQ(Facts(APayment("P-1", 100, {{"F-1", 0}})), 1U);
  EXPECT_EQ(Facts(AnInvoice("F-1", {80})), 2U);
  EXPECT_EQ(Open("F-1"), 0);
  EXPECT_EQ(Rest("P-1"), 20);
  EXPECT_THAT(books_.open_items, IsEmpty());
}

TEST_F(LedgerRulesTest, SeveralThatWaitForAnInvoicePayInTheOrderOfTheirRecording) {
  Facts(APayment("P-2", 60, {{"F-1", 0}}));
  Facts(ACreditNote("A-1", 30, {{"F-1", 0}}));
  Facts(APayment("P-1", 60, {{"F-1", 0}}));
  Facts(AnInvoice("F-1", {100}));
  EXPECT_EQ(Rest("P-2"), 0);
  EXPECT_EQ(Rest("A-1"), 0);
  EXPECT_EQ(Rest("P-1"), 50);
}

TEST_F(LedgerRulesTest, ANewVersionKeepsAllocationsUpToTheNewAmountTheLatestGivesBack) {
  Facts(AnInvoice("F-1", {100}));
  Facts(APayment("P-1", 60, {{"F-1", 0}}));
  Facts(APayment("P-2", 40, {{"F-1", 0}}));
  Facts(AnInvoice("F-1", {70}, 2));
  EXPECT_EQ(Open("F-1"), 0);
  EXPECT_EQ(Rest("P-1"), 0);
  EXPECT_EQ(Rest("P-2"), 30);
  EXPECT_EQ(Sum(), (Totals{70, 0, 100, 30, 0}));
}

TEST_F(LedgerRulesTest, ANewVersionThatGrowsTakesWhatItsPaymentsStillHave) {
  Facts(AnInvoice("F-1", {70}));
  Facts(APayment("P-1", 100, {{"F-1", 0}}));
  EXPECT_EQ(Rest("P-1"), 30);
  Facts(AnInvoice("F-1", {90}, 2));
  EXPECT_EQ(Open("F-1"), 0);
  EXPECT_EQ(Rest("P-1"), 10);
}

TEST_F(LedgerRulesTest, WhatANewVersionGivesBackGoesToTheOtherDocumentsThePaymentNames) {
  Facts(AnInvoice("F-1", {100}));
  Facts(AnInvoice("F-2", {50}));
  Facts(APayment("P-1", 100, {{"F-1", 0}, {"F-2", 0}}));
  EXPECT_EQ(Open("F-2"), 50);
  Facts(AnInvoice("F-1", {80}, 2));
  EXPECT_EQ(Open("F-2"), 30);
  EXPECT_EQ(Rest("P-1"), 0);
}

TEST_F(LedgerRulesTest, ItemsThatAVersionLeavesOutAreClosedByIt) {
  Facts(AnInvoice("F-1", {50, 50}));
  Facts(APayment("P-1", 70, {{"F-1", 0}}));
  Facts(AnInvoice("F-1", {90}, 2));
  EXPECT_EQ(Open("F-1/1"), -1);
  EXPECT_EQ(Open("F-1"), 20);
  EXPECT_EQ(Rest("P-1"), 0);
  EXPECT_EQ(books_.open_items.size(), 1U);
}

TEST_F(LedgerRulesTest, AnotherCurrencyIsNeverPaid) {
  Facts(AnInvoice("F-1", {100}, 1, kUsd));
  Facts(APayment("P-1", 100, {{"F-1", 0}}));
  EXPECT_EQ(Open("F-1"), 100);
  EXPECT_EQ(Rest("P-1"), 100);
  Facts(AnInvoice("F-1", {90}, 2, kEur));
  EXPECT_EQ(Open("F-1"), 0) << "the version in its currency is what the payment named";
  EXPECT_EQ(Sum(kUsd), Totals{});
  Facts(AnInvoice("F-1", {90}, 3, kUsd));
  EXPECT_EQ(Open("F-1"), 90);
  EXPECT_EQ(Rest("P-1"), 100);
}

TEST_F(LedgerRulesTest, AReversalUndoesTheReceiptAndReopensItsItems) {
  Facts(AnInvoice("F-1", {50, 50}));
  Facts(APayment("P-1", 120, {{"F-1", 0}}));
  const auto facts = Take(books_, AReversal("R-1", "P-1"));
  ASSERT_EQ(facts->size(), 3U);
  EXPECT_EQ(std::get<AllocationUndone>((*facts)[0]).because, UndoneBecause::kReversed);
  EXPECT_EQ(std::get<AllocationUndone>((*facts)[0]).kind, ReceiptKind::kPayment);
  EXPECT_EQ(std::get<ReceiptReversed>((*facts)[2]).rest, 120);
  EXPECT_EQ(Sum(), (Totals{100, 100, 0, 0, 2}));
  EXPECT_THAT(books_.unallocated, IsEmpty());
  EXPECT_EQ(Facts(AReversal("R-2", "P-1")), 0U) << "reversed already";
}

TEST_F(LedgerRulesTest, AReversalBeforeItsReceiptWaitsForIt) {
  Facts(AnInvoice("F-1", {100}));
  EXPECT_EQ(Facts(AReversal("R-1", "P-1")), 1U);
  EXPECT_EQ(Facts(APayment("P-1", 100, {{"F-1", 0}})), 2U);
  EXPECT_EQ(Open("F-1"), 100);
  EXPECT_EQ(Sum(), (Totals{100, 100, 0, 0, 1}));
}

TEST_F(LedgerRulesTest, AfterAReversalTheNextReceiptThatNamesTheDocumentPaysIt) {
  Facts(AnInvoice("F-1", {100}));
  Facts(APayment("P-1", 100, {{"F-1", 0}}));
  Facts(APayment("P-2", 100, {{"F-1", 0}}));
  EXPECT_EQ(Rest("P-2"), 100);
  Facts(AReversal("R-1", "P-1"));
  EXPECT_EQ(Open("F-1"), 0);
  EXPECT_EQ(Rest("P-2"), 0);
}

TEST_F(LedgerRulesTest, AReversalOfTheSameNumberForAnotherReceiptIsAConflict) {
  Facts(AReversal("R-1", "P-1"));
  EXPECT_EQ(Refused(AReversal("R-1", "P-2")), DocumentRefusal::kContentConflict);
  EXPECT_EQ(Refused(AReversal("R-1", "P-2", 2)), DocumentRefusal::kKindConflict);
}

TEST_F(LedgerRulesTest, ANewVersionOfAPaymentIsAllocatedAnew) {
  Facts(AnInvoice("F-1", {100}));
  Facts(AnInvoice("F-2", {100}));
  Facts(APayment("P-1", 100, {{"F-1", 0}}));
  Facts(APayment("P-1", 80, {{"F-2", 0}}, 2));
  EXPECT_EQ(Open("F-1"), 100);
  EXPECT_EQ(Open("F-2"), 20);
  EXPECT_EQ(Sum(), (Totals{200, 120, 80, 0, 2}));
}

TEST_F(LedgerRulesTest, APaymentDoesNotBecomeACreditNote) {
  Facts(APayment("P-1", 100));
  ReceiptRecorded note = ACreditNote("P-1", 90);
  note.origin = From("P-1", 2, "y");
  EXPECT_EQ(Refused(note), DocumentRefusal::kKindConflict);
}

TEST_F(LedgerRulesTest, TwoDocumentsCannotShareTheIdOfAnItem) {
  Facts(AnInvoice("A", {10, 10}));
  EXPECT_EQ(Refused(AnInvoice("A/2", {10})), DocumentRefusal::kItemTaken);
  Facts(AnInvoice("A/3", {10}));
  EXPECT_EQ(Refused(AnInvoice("A", {5, 5, 5}, 2)), DocumentRefusal::kItemTaken);
  Facts(APayment("P-1", 25, {{"A", 0}, {"A/3", 0}}));
  EXPECT_EQ(Open("A/2"), 0);
  EXPECT_EQ(Open("A/3"), 5);
}

TEST_F(LedgerRulesTest, SumsThatDoNotFitAreRefusedNotWrapped) {
  constexpr int64_t kMost = int64_t{1} << 62;
  Facts(AnInvoice("F-1", {kMost}));
  EXPECT_EQ(Refused(AnInvoice("F-2", {kMost})), DocumentRefusal::kTotalOutOfRange);
  Facts(AnInvoice("F-1", {kMost - 1}, 2));
  Facts(AnInvoice("F-2", {kMost}));
  EXPECT_EQ(Sum().invoiced, INT64_MAX);
  Facts(APayment("P-1", kMost));
  EXPECT_EQ(Refused(APayment("P-2", kMost)), DocumentRefusal::kTotalOutOfRange);
}

}  // namespace
}  // namespace relance::ledger
