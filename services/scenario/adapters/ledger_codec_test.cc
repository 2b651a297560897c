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

LedgerFact AHistory(const std::string& invoice, const std::vector<std::pair<int, int>>& notices) {
  LedgerFact fact;
  fact.mutable_history_recorded()->set_invoice(invoice);
  for (const auto& [level, day] : notices) {
    auto& notice = *fact.mutable_history_recorded()->add_notices();
    notice.set_level(level);
    *notice.mutable_on() = ToProto(Day("2026-09-01") + std::chrono::days(day - 1));
  }
  return fact;
}

std::vector<ImportHistory> Histories(const std::vector<LedgerFact>& facts, const Case& c) {
  std::vector<ImportHistory> told;
  for (const CaseInput& input : InputsOf(facts, c, Day("2026-10-02"))) {
    if (const auto* history = std::get_if<ImportHistory>(&input)) told.push_back(*history);
  }
  return told;
}

TEST(LedgerCodecTest, AHistoryIsItsHighestLevelAndItsLastDayInWhateverOrder) {
  testing::Bench bench;
  bench.Invoice("F-1", 100'00, "2026-10-01", "2026-10-02 07:00");
  EXPECT_THAT(Histories({AHistory("F-1", {{2, 20}, {0, 1}, {1, 10}})}, bench.c),
              ElementsAre(ImportHistory{"F-1", 2, Day("2026-09-20")}));
  EXPECT_THAT(Histories({AHistory("F-2", {{2, 20}})}, bench.c), IsEmpty());
}

TEST(LedgerCodecTest, AHistoryThatComesWithItsInvoiceIsOfTheItemsItNames) {
  const testing::Bench bench;
  auto second = AHistory("F-1", {{2, 20}});
  EXPECT_EQ(Histories({AnInvoice("F-1", {"F-1/1", "F-1/2"}), second}, bench.c).size(), 2U);
  second.mutable_history_recorded()->set_item("F-1/2");
  EXPECT_THAT(Histories({AnInvoice("F-1", {"F-1/1", "F-1/2"}), second}, bench.c),
              ElementsAre(ImportHistory{"F-1/2", 2, Day("2026-09-20")}));
}

TEST(LedgerCodecTest, AHistoryThatComesLateNeverTakesBackWhatWeSentOurselves) {
  testing::Bench bench;
  bench.Invoice("F-1", 100'00, "2026-10-01", "2026-10-02 07:00");
  Item& item = *bench.c.items.Edit("F-1");
  item.track.standing.level = 2;
  item.track.standing.notice = Text("n1");
  item.track.standing.counted_on = Day("2026-09-25");
  EXPECT_THAT(Histories({AHistory("F-1", {{1, 20}})}, bench.c), IsEmpty());
  EXPECT_THAT(Histories({AHistory("F-1", {{2, 28}})}, bench.c), IsEmpty());
  EXPECT_THAT(Histories({AHistory("F-1", {{3, 20}})}, bench.c),
              ElementsAre(ImportHistory{"F-1", 3, Day("2026-09-25")}));
  item.track.standing.notice = Text("");  // imported itself: a correction may lower it
  EXPECT_THAT(Histories({AHistory("F-1", {{1, 20}})}, bench.c),
              ElementsAre(ImportHistory{"F-1", 1, Day("2026-09-20")}));
}

TEST(LedgerCodecTest, AWriteOffClosesItsItemsAndOneOfNothingIsNoInput) {
  LedgerFact fact;
  fact.mutable_write_off_recorded()->set_invoice("F-1");
  EXPECT_THAT(Inputs({fact}), IsEmpty());
  fact.mutable_write_off_recorded()->add_items()->set_item("F-1");
  const auto inputs = Inputs({fact});
  ASSERT_EQ(inputs.size(), 1U);
  EXPECT_THAT(std::get<WriteOff>(inputs[0]).references, ElementsAre("F-1"));
}

TEST(LedgerCodecTest, TheWriteOffOfARestThatWasForgivenEndsItsTask) {
  testing::Bench bench;
  Task task;
  task.kind = TaskKind::kWriteOff;
  task.subject = "F-1";
  bench.c.tasks[task.Key()] = task;
  LedgerFact fact;
  fact.mutable_write_off_recorded()->set_invoice("F-1");
  fact.mutable_write_off_recorded()->add_items()->set_item("F-1");
  const auto inputs = InputsOf({fact}, bench.c, Day("2026-10-02"));
  ASSERT_EQ(inputs.size(), 2U);
  EXPECT_EQ(std::get<CompleteTask>(inputs[0]).key, task.Key());
}

TEST(LedgerCodecTest, AStatusOfThePaperIsOneOfEachOpenItem) {
  LedgerFact fact;
  fact.mutable_status_recorded()->set_invoice("F-1");
  for (const bool missing : {true, false}) {
    fact.mutable_status_recorded()->set_status(missing ? "document_missing" : "document_available");
    const auto inputs = Inputs({fact});
    ASSERT_EQ(inputs.size(), 1U);
    EXPECT_EQ(std::get<ChangeDocument>(inputs[0]), (ChangeDocument{"F-1", missing}));
  }
}

TEST(LedgerCodecTest, AGapIsOfTheWholeCase) {
  LedgerFact fact;
  fact.mutable_gap_recorded()->set_open(true);
  EXPECT_TRUE(std::get<ChangeFeedGap>(Inputs({fact}).at(0)).open);
}

}  // namespace
}  // namespace relance::scenario
