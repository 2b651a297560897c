#include "services/ledger/domain/draft.h"

#include <gtest/gtest.h>

#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

TEST(DraftTest, WhatIsWrittenInADraftIsReadThereAndNowhereElse) {
  BooksInMemory base;
  Take(base, AnInvoice("F-1", {100}));
  Draft draft(base);
  draft.EditInvoice("F-1").reference = "changed";
  draft.EditReceipt("P-1").rest = 5;
  draft.EditAccount().totals[kUsd].open = 7;
  draft.EditRemark(RemarkKind::kStatus, "S-1").about = "F-1";
  EXPECT_EQ(draft.FindInvoice("F-1")->reference, "changed");
  EXPECT_EQ(draft.FindInvoice("F-1")->items.size(), 1U) << "a copy of what was there";
  EXPECT_EQ(draft.FindReceipt("P-1")->rest, 5);
  EXPECT_EQ(draft.FindRemark(RemarkKind::kStatus, "S-1")->about, "F-1");
  EXPECT_EQ(draft.FindRemark(RemarkKind::kReversal, "S-1"), nullptr);
  EXPECT_EQ(base.FindInvoice("F-1")->reference, "");
  EXPECT_EQ(base.FindReceipt("P-1"), nullptr);
  EXPECT_FALSE(base.account->totals.contains(kUsd));
}

}  // namespace
}  // namespace relance::ledger
