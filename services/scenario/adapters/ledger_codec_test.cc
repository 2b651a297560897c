#include "services/scenario/adapters/codec.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using ledger::v1::LedgerFact;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

LedgerFact AnInvoice(const std::string& document, const std::vector<std::string>& items) {
  LedgerFact fact;
  auto& invoice = *fact.mutable_invoice_recorded();
  invoice.set_document(document);
  invoice.mutable_origin()->set_version(2);
  invoice.set_currency("EUR");
  for (const auto& item : items) {
    auto& added = *invoice.add_items();
    added.set_id(item);
    added.set_amount(100'00);
    added.set_open(100'00);
    added.mutable_due_date()->set_year(2026);
    added.mutable_due_date()->set_month(10);
    added.mutable_due_date()->set_day(1);
  }
  return fact;
}

LedgerFact Disputed(const std::string& invoice) {
  LedgerFact fact;
  fact.mutable_status_recorded()->set_invoice(invoice);
  fact.mutable_status_recorded()->set_status("disputed");
  fact.mutable_status_recorded()->mutable_origin()->set_document("S-1");
  return fact;
}

/// The items whose status the facts change.
std::vector<std::string> Changed(const std::vector<LedgerFact>& facts, const Case& c) {
  std::vector<std::string> items;
  for (const CaseInput& input : InputsOf(facts, c, Day("2026-10-02"))) {
    if (const auto* change = std::get_if<ChangeStatus>(&input)) items.push_back(change->item);
  }
  return items;
}

LedgerFact Undone(const std::string& because, ledger::v1::ReceiptKind kind) {
  LedgerFact fact;
  auto& undone = *fact.mutable_allocation_undone();
  undone.set_receipt("P-1");
  undone.set_item("F-1");
  undone.set_amount(60'00);
  undone.set_item_open(60'00);
  undone.set_receipt_rest(60'00);
  undone.set_because(because);
  undone.set_receipt_kind(kind);
  return fact;
}

LedgerFact AReceipt(ledger::v1::ReceiptKind kind) {
  LedgerFact fact;
  fact.mutable_receipt_recorded()->set_document("P-1");
  fact.mutable_receipt_recorded()->set_receipt_kind(kind);
  fact.mutable_receipt_recorded()->set_currency("EUR");
  fact.mutable_receipt_recorded()->set_amount(90'00);
  return fact;
}

LedgerFact ItsReversal() {
  LedgerFact fact;
  fact.mutable_receipt_reversed()->set_receipt("P-1");
  fact.mutable_receipt_reversed()->set_currency("EUR");
  return fact;
}

std::vector<CaseInput> Inputs(const std::vector<LedgerFact>& facts) {
  testing::Bench bench;
  bench.Invoice("F-1", 100'00, "2026-10-01", "2026-10-02 07:00");
  return InputsOf(facts, bench.c, Day("2026-10-02"));
}

TEST(LedgerCodecTest, WhatAnInvoiceNoLongerTakesIsARestAndNoReversal) {
  const auto inputs = Inputs(
      {Undone("new_version", ledger::v1::RECEIPT_KIND_CREDIT_NOTE), AnInvoice("F-1", {"F-1"})});
  ASSERT_EQ(inputs.size(), 2U);
  EXPECT_EQ(std::get<RecordInvoice>(inputs[0]).document, "F-1");
  const auto& money = std::get<RecordMoney>(inputs[1]);
  EXPECT_EQ(money.receipt, "P-1");
  EXPECT_EQ(money.kind, MoneyKind::kCredit);
  EXPECT_EQ(money.rest, 60'00);
  EXPECT_THAT(money.allocations, IsEmpty());
}

TEST(LedgerCodecTest, WhatAnInvoiceNoLongerTakesAndAnotherGetsIsOneBooking) {
  LedgerFact again;
  again.mutable_allocated()->set_receipt("P-1");
  again.mutable_allocated()->set_item("F-2");
  again.mutable_allocated()->set_amount(50'00);
  again.mutable_allocated()->set_receipt_rest(10'00);
  const auto inputs = Inputs(
      {Undone("new_version", ledger::v1::RECEIPT_KIND_PAYMENT), AnInvoice("F-1", {"F-1"}), again});
  ASSERT_EQ(inputs.size(), 2U);
  const auto& money = std::get<RecordMoney>(inputs[1]);
  ASSERT_EQ(money.allocations.size(), 1U);
  EXPECT_EQ(money.allocations[0].item, "F-2");
  EXPECT_EQ(money.rest, 10'00);
}

TEST(LedgerCodecTest, AReceiptInANewVersionIsCorrectedAndAReversedOneIsNot) {
  for (const auto kind : {ledger::v1::RECEIPT_KIND_PAYMENT, ledger::v1::RECEIPT_KIND_CREDIT_NOTE}) {
    const bool credit = kind == ledger::v1::RECEIPT_KIND_CREDIT_NOTE;
    const auto corrected = Inputs({Undone("new_version", kind), AReceipt(kind)});
    ASSERT_EQ(corrected.size(), 2U);
    EXPECT_TRUE(std::get<ReverseMoney>(corrected[0]).corrected);
    EXPECT_EQ(std::get<RecordMoney>(corrected[1]).rest, 90'00);
    const auto reversed = Inputs({Undone("reversed", kind), ItsReversal()});
    ASSERT_EQ(reversed.size(), 1U);
    const auto& reversal = std::get<ReverseMoney>(reversed[0]);
    EXPECT_FALSE(reversal.corrected);
    EXPECT_EQ(reversal.kind, credit ? MoneyKind::kCredit : MoneyKind::kPayment);
    EXPECT_EQ(reversal.undone.size(), 1U);
  }
}

TEST(LedgerCodecTest, AStatusOfAKnownInvoiceIsOneOfEachOfItsOpenItems) {
  testing::Bench bench;
  bench.Invoice("F-1", 100'00, "2026-10-01", "2026-10-02 07:00");
  EXPECT_THAT(Changed({Disputed("F-1")}, bench.c), ElementsAre("F-1"));
  EXPECT_THAT(Changed({Disputed("F-2")}, bench.c), IsEmpty());
}

TEST(LedgerCodecTest, AStatusThatComesWithItsInvoiceIsOneOfTheItemsThatComeWithIt) {
  testing::Bench bench;
  EXPECT_THAT(Changed({AnInvoice("F-1", {"F-1/1", "F-1/2"}), Disputed("F-1")}, bench.c),
              ElementsAre("F-1/1", "F-1/2"));
  bench.Invoice("F-1", 100'00, "2026-10-01", "2026-10-02 07:00");
  EXPECT_THAT(Changed({AnInvoice("F-1", {"F-1/1"}), Disputed("F-1")}, bench.c),
              ElementsAre("F-1/1"));
}

}  // namespace
}  // namespace relance::scenario
