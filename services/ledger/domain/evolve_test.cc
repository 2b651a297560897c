#include "services/ledger/domain/evolve.h"

#include <gmock/gmock.h>

#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

using testing::ElementsAre;

TEST(EvolveTest, AFactThatContradictsTheBooksIsCorruptAndWritesNothing) {
  BooksInMemory books;
  Take(books, AnInvoice("F-1", {100}));
  Take(books, APayment("P-1", 60));
  const Account before = *books.account;
  const AccountFact wrong[] = {
      Allocated{"P-1", "F-1", 50, 49, 10, ReceiptKind::kPayment, kEur, {}},
      Allocated{"P-1", "F-1", 61, 39, -1, ReceiptKind::kPayment, kEur, {}},
      Allocated{"P-9", "F-1", 50, 50, 10, ReceiptKind::kPayment, kEur, {}},
      Allocated{"P-1", "F-9", 50, 50, 10, ReceiptKind::kPayment, kEur, {}},
      Allocated{"P-1", "F-1", 0, 100, 60, ReceiptKind::kPayment, kEur, {}},
      AllocationUndone{"P-1", "F-1", 1, 101, 61, UndoneBecause::kReversed},
      ReceiptReversed{From("R-1", 1, ""), "P-1", kEur, 59},
      InvoiceRecorded{From("F-1", 2, ""), "F-1", kEur, {}, {}, "", {{"F-1", 90, 80, {}}}}};
  for (const AccountFact& fact : wrong) {
    const auto applied = Evolve(books, fact);
    ASSERT_FALSE(applied.has_value()) << fact.index();
    EXPECT_EQ(applied.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(*books.account, before);
  }
}

TEST(EvolveTest, IntentsForAnItemStayBesideThoseForItsDocument) {
  EXPECT_THAT(MergedIntents({{"A", 5}, {"A", 7, "A/2"}, {"A", 1}, {"A", 0, "A/2"}}),
              ElementsAre(Intent{"A", 6}, Intent{"A", 0, "A/2"}));
}

TEST(EvolveTest, IntentsForOneDocumentAreOneAndABoundlessOneWins) {
  EXPECT_THAT(MergedIntents({{"A", 5}, {"B", 0}, {"A", 7}, {"B", 3}, {"C", 1}, {"C", 0}}),
              ElementsAre(Intent{"A", 12}, Intent{"B", 0}, Intent{"C", 0}));
}

TEST(EvolveTest, WhatIsStoredIsReadBackAsItWas) {
  BooksInMemory books;
  Take(books, MasterDataRecorded{From("D42", 1, "x"),
                                 {{"k", "n", "b"},
                                  "company",
                                  "fr",
                                  "FR",
                                  "",
                                  "",
                                  "",
                                  "",
                                  {{"c1", 1, "billing", "fr", {}, {"k", "n", "b"}, ""}}}});
  Take(books, APayment("P-1", 60, {{"F-1", 50}}));
  Take(books, AnInvoice("F-1", {100, 20}));
  Take(books, AReversal("R-1", "P-2"));
  EXPECT_EQ(*Decode<Account>(Encode(*books.account)), *books.account);
  EXPECT_EQ(*Decode<Invoice>(Encode(books.invoices["F-1"])), books.invoices["F-1"]);
  EXPECT_EQ(*Decode<Receipt>(Encode(books.receipts["P-1"])), books.receipts["P-1"]);
  const Remark& remark = books.remarks[{RemarkKind::kReversal, "R-1"}];
  EXPECT_EQ(*Decode<Remark>(Encode(remark)), remark);
}

}  // namespace
}  // namespace relance::ledger
