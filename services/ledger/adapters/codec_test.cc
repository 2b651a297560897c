#include "services/ledger/adapters/codec.h"

#include <gtest/gtest.h>

#include "services/ledger/adapters/journal_harness.h"

namespace relance::ledger {
namespace {

const Currency kEur = Currency::Of("EUR");
const Origin kOrigin{"/erp/sap/FR01", "X-1", 2, Sha256("content")};

ClaimAct AnAct(ClaimActKind kind) {
  v1::ClaimStatement statement;
  Fill(*statement.mutable_as_of(), Day(2026, 11, 4));
  statement.set_law_book("3-test");
  return {kind,
          "c-1",
          Money{kEur, 4'567},
          "goodwill",
          "anna",
          FromMillis(1'790'000'000'123),
          Day(2026, 11, 4),
          statement.SerializeAsString()};
}

TEST(CodecTest, EveryFactComesBackAsItWent) {
  const Sealed sealed{"FR01/D42#1", "nonce", "bytes"};
  const AccountFact facts[] = {
      MasterDataRecorded{kOrigin,
                         {sealed,
                          "company",
                          "fr",
                          "FR",
                          "Europe/Paris",
                          "FR",
                          "transfer",
                          "g1",
                          {{"c1", 2, "billing", "fr", sealed, sealed, "tag"}}}},
      InvoiceRecorded{kOrigin,
                      "F-1",
                      kEur,
                      Day(2026, 9, 1),
                      Day(2026, 9, 2),
                      "PO 7",
                      {{"F-1/1", 50, 40, Day(2028, 2, 29)}, {"F-1/2", 1, 1, Day(1999, 12, 31)}}},
      InvoiceRecorded{kOrigin, "F-1", kEur, {}, {}, "", {{"F-1", 50, 50, Day(2026, 10, 1)}}},
      ReceiptRecorded{kOrigin,
                      "P-1",
                      ReceiptKind::kCreditNote,
                      kEur,
                      70,
                      Day(2026, 10, 12),
                      {{"F-1", 0}, {"F-2", 5}}},
      Allocated{"P-1", "F-1", 5, 6, 7, ReceiptKind::kPayment, kEur, Day(2026, 10, 12)},
      AllocationUndone{"P-1", "F-1", 5, 6, 7, UndoneBecause::kNewVersion},
      AllocationUndone{"P-1", "F-1", 5, 6, 7, UndoneBecause::kReversed, ReceiptKind::kCreditNote},
      ReceiptReversed{kOrigin, "P-1", kEur, 9},
      ReceiptReversed{kOrigin, "P-1", Currency{}, 0},
      StatusRecorded{kOrigin, "F-1", "refused"},
      HistoryRecorded{kOrigin, "F-1", "F-1/2", {{2, Day(2026, 9, 15), 4, "M-7"}}},
      WriteOffRecorded{kOrigin, "F-1", "F-1/2", "bankrupt", kEur, {{"F-1/2", 120}}},
      WriteOffRecorded{kOrigin, "F-1", "", "", {}, {}},
      GapRecorded{kOrigin, true},
      ClaimActed{"F-1", AnAct(ClaimActKind::kBill)},
      ClaimActed{"F-1", AnAct(ClaimActKind::kWaive)}};
  for (const AccountFact& fact : facts) {
    v1::LedgerFact message;
    ASSERT_TRUE(message.ParseFromString(ToMessage({"FR01", "D42"}, fact).SerializeAsString()));
    const auto back = FactFrom(message);
    ASSERT_TRUE(back.has_value()) << fact.index() << " " << back.error().message;
    EXPECT_EQ(*back, fact) << fact.index();
  }
}

TEST(CodecTest, WhatNoIntakeWouldWriteIsRefusedWithItsField) {
  const auto field_of = [](v1::LedgerInput input, auto spoil) {
    spoil(*input.mutable_document());
    const auto document = DocumentFrom(input.document());
    return document ? std::string("accepted") : document.error().field;
  };
  const auto invoice = InvoiceInput("F-1", {100});
  const auto payment = PaymentInput("P-1", 100);
  EXPECT_EQ(field_of(invoice, [](auto&) {}), "accepted");
  EXPECT_EQ(field_of(invoice, [](auto& d) { d.mutable_origin()->set_version(0); }), "version");
  EXPECT_EQ(field_of(invoice, [](auto& d) { d.mutable_origin()->clear_content_digest(); }),
            "content_digest");
  EXPECT_EQ(field_of(invoice, [](auto& d) { d.mutable_invoice()->set_currency("XXX"); }),
            "currency");
  EXPECT_EQ(field_of(invoice, [](auto& d) { d.mutable_invoice()->clear_items(); }), "items");
  EXPECT_EQ(
      field_of(invoice, [](auto& d) { d.mutable_invoice()->mutable_items(0)->set_amount(-1); }),
      "amount");
  EXPECT_EQ(field_of(invoice,
                     [](auto& d) {
                       auto& due = *d.mutable_invoice()->mutable_items(0)->mutable_due_date();
                       due.set_month(2);
                       due.set_day(31);
                     }),
            "due_date");
  EXPECT_EQ(field_of(payment, [](auto& d) { d.mutable_receipt()->set_amount(0); }), "amount");
  EXPECT_EQ(field_of(payment, [](auto& d) { d.mutable_receipt()->clear_receipt_kind(); }),
            "receipt_kind");
  EXPECT_EQ(field_of(payment, [](auto& d) { d.mutable_receipt()->clear_value_date(); }),
            "value_date");
  EXPECT_EQ(field_of(payment, [](auto& d) { d.clear_receipt(); }), "document");
}

}  // namespace
}  // namespace relance::ledger
