#include "services/ledger/adapters/ledger_journal.h"

#include <gmock/gmock.h>

#include "libs/base/encoding.h"
#include "relance/journal/v1/record.pb.h"
#include "services/ledger/adapters/journal_harness.h"
#include "services/ledger/domain/claim_acts.h"

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const AccountId kD42{"FR01", "D42"};

journal::v1::Refusal RefusalOf(const journal::Decision& decision) {
  journal::v1::Refusal refusal;
  EXPECT_TRUE(decision.reply && !decision.reply->accepted);
  if (decision.reply) refusal.ParseFromString(decision.reply->bytes);
  return refusal;
}

/// Bills a document by what the view says of it now.
v1::LedgerInput BillInput(const JournalHarness& ledger, const std::string& document,
                          const std::string& id, int64_t interest) {
  const auto invoice = ledger.Get<Invoice>(InvoiceKey(kD42, document));
  const ComputedClaim basis = BasisOf(invoice, Day(2026, 9, 20));
  v1::LedgerInput input;
  auto& command = *input.mutable_act_on_claim();
  Fill(*command.mutable_account(), kD42);
  command.set_document(document);
  command.set_kind(v1::CLAIM_ACT_KIND_BILL);
  command.set_act_id(id);
  command.set_reason("as agreed");
  auto& statement = *command.mutable_statement();
  Fill(*statement.mutable_as_of(), basis.as_of);
  for (const ComputedItem& item : basis.items) {
    auto& to = *statement.add_items();
    to.set_document(document);
    to.set_item(item.item);
    to.set_version(basis.version);
    to.set_currency(basis.currency.code());
    to.set_amount(item.amount);
    Fill(*to.mutable_due_date(), item.due);
    for (const Share& share : item.receipts) {
      auto& receipt = *to.add_receipts();
      receipt.set_receipt(share.receipt);
      receipt.set_amount(share.amount);
      receipt.set_credit_note(share.kind == ReceiptKind::kCreditNote);
      Fill(*receipt.mutable_value_date(), share.value_date);
    }
  }
  statement.mutable_items(0)->set_interest(interest);
  return input;
}

TEST(LedgerJournalTest, APaymentBeforeItsInvoiceIsAllocatedByTheInvoice) {
  JournalHarness ledger;
  EXPECT_EQ(ledger.Document(PaymentInput("P-1", 120, {{"F-1", 0}})).facts.size(), 1U);
  const auto taken = ledger.Document(InvoiceInput("F-1", {100}));
  ASSERT_EQ(taken.facts.size(), 2U);
  EXPECT_EQ(taken.facts[1].allocated().account().number(), "D42");
  EXPECT_EQ(taken.facts[1].allocated().item_open(), 0);
  EXPECT_EQ(taken.facts[1].allocated().receipt_rest(), 20);
  EXPECT_THAT(ledger.Members("open/"), IsEmpty());
  EXPECT_THAT(ledger.Members("rest/"), ElementsAre("rest/FR01/D42/P-1"));
}

TEST(LedgerJournalTest, OpenItemsAreListedByDueDateThenId) {
  JournalHarness ledger;
  ledger.Document(InvoiceInput("F-2", {10, 20}));
  ledger.Document(InvoiceInput("F-1", {10}));
  EXPECT_THAT(ledger.Members("open/FR01/D42/"),
              ElementsAre("open/FR01/D42/2026-10-01/F-1", "open/FR01/D42/2026-10-01/F-2/1",
                          "open/FR01/D42/2026-10-31/F-2/2"));
  ledger.Document(InvoiceInput("F-2", {30}, 2));
  EXPECT_THAT(ledger.Members("open/FR01/D42/"),
              ElementsAre("open/FR01/D42/2026-10-01/F-1", "open/FR01/D42/2026-10-01/F-2"));
}

TEST(LedgerJournalTest, AnAccountWithAHundredThousandOpenItemsIsNotRewrittenForAPayment) {
  JournalHarness ledger;
  const Currency eur = Currency::Of("EUR");
  Account account;
  account.totals[eur] = {100'000 * 100, 100'000 * 100, 0, 0, 100'000};
  for (int i = 0; i < 100'000; ++i) {
    const std::string id = "F-" + std::to_string(i);
    const BookedItem item{id, 100, 100, Day(2026, 10, 1), {}, {}};
    Invoice invoice{true, {"/erp/sap/FR01", id, 1, {}}, eur, {}, {}, "", {item}, {}, {}};
    ledger.view[InvoiceKey(kD42, id)] = Encode(invoice);
    ledger.index.insert(OpenItemMember(kD42, item.due, id));
  }
  ledger.view[AccountKey(kD42)] = Encode(account);
  size_t most_loaded = 0, most_written = 0, most_bytes = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string invoice = "F-" + std::to_string(i * 7);
    const auto taken = ledger.Document(PaymentInput("P-" + std::to_string(i), 100, {{invoice, 0}}));
    ASSERT_EQ(taken.facts.size(), 2U);
    most_loaded = std::max(most_loaded, taken.loaded);
    most_written = std::max(most_written, taken.written);
    most_bytes = std::max(most_bytes, ledger.view[AccountKey(kD42)].size());
  }
  EXPECT_LE(most_loaded, 3U) << "account, invoice, receipt";
  EXPECT_LE(most_written, 3U);
  EXPECT_LE(most_bytes, 200U);
  const Totals totals = ledger.Get<Account>(AccountKey(kD42)).totals[eur];
  EXPECT_EQ(totals.open, 99'000 * 100);
  EXPECT_EQ(totals.open_items, 99'000);
  EXPECT_EQ(ledger.Members(OpenItemsPrefix(kD42)).size(), 99'000U);
}

/// The invoice may still be in memory when the receipt is not.
TEST(LedgerJournalTest, APaymentToldAgainIsNotBookedBeforeItsReceiptIsLoaded) {
  JournalHarness ledger;
  ledger.Document(InvoiceInput("F-1", {100}));
  const auto payment = PaymentInput("P-1", 40, {{"F-1", 0}});
  ledger.Document(payment);
  journal::Documents documents;
  for (const auto& key : {AccountKey(kD42), InvoiceKey(kD42, "F-1")}) {
    documents.Install(key, ledger.view.at(key));
  }
  LedgerJournal domain;
  const journal::Input again{"relance.ledger.bulk.v1", 7,
                             journal::DocumentInput{payment.SerializeAsString()}};
  EXPECT_THAT(domain.Needs(again, documents), testing::Contains(ReceiptKey(kD42, "P-1")));
  EXPECT_THAT(ledger.Document(payment).facts, IsEmpty());
}

TEST(LedgerJournalTest, WhatIsSaidOfAnInvoiceIsJournalledOnceAndKeptUntilItComes) {
  JournalHarness ledger;
  EXPECT_EQ(ledger.Document(HistoryInput("H-1", "A", 2)).facts.size(), 1U);
  EXPECT_EQ(ledger.Document(HistoryInput("H-1", "A", 2)).facts.size(), 0U);
  EXPECT_EQ(ledger.Document(WriteOffInput("W-1", "A")).facts.size(), 1U);
  const auto facts = ledger.Document(InvoiceInput("A", {50, 50})).facts;
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_EQ(facts[1].history_recorded().notices(0).level(), 2);
  EXPECT_EQ(facts[2].write_off_recorded().items_size(), 2);
  EXPECT_THAT(ledger.Members(OpenItemsPrefix(kD42)), IsEmpty());
  EXPECT_EQ(ledger.Document(GapInput("G-1", true)).facts.size(), 1U);
  EXPECT_EQ(ledger.Document(GapInput("G-1", true)).facts.size(), 0U);
}

TEST(LedgerJournalTest, AViewBuiltFromTheJournalAloneEqualsTheLiveOne) {
  JournalHarness live;
  live.Document(PaymentInput("P-1", 120, {{"A", 0}, {"A/7", 0}}));
  live.Document(InvoiceInput("A", {50, 50}));
  live.Document(InvoiceInput("A/7", {50}));
  live.Document(InvoiceInput("A", {30}, 2));
  live.Document(ReversalInput("R-1", "P-1"));
  live.Document(ReversalInput("R-2", "P-2"));
  live.Document(PaymentInput("P-2", 10, {{"A", 0}}));
  live.Document(HistoryInput("H-1", "A", 2));
  live.Document(HistoryInput("H-2", "B", 1));
  live.Document(WriteOffInput("W-1", "A"));
  live.Document(GapInput("G-1", true));
  live.Document(InvoiceInput("B", {40}));
  v1::LedgerInput fence;
  fence.mutable_fence()->set_fence_id("f1");
  live.Command(fence);
  live.Command(BillInput(live, "A/7", "c-1", 567));
  live.Park({"relance.ledger.bulk.v1", 9, journal::DocumentInput{"garbage"}}, {"malformed", "x"});
  JournalHarness rebuilt;
  for (const auto& [key, facts] : live.entries) rebuilt.Replay(key, facts);
  EXPECT_EQ(rebuilt.view, live.view);
  EXPECT_EQ(rebuilt.index, live.index);
  EXPECT_GT(live.view.size(), 6U);
  EXPECT_EQ(live.Members(ClaimsPrefix(kD42)).size(), 1U);
}

/// What released facts do to a view is frozen. A failure here means: raise kViewLayout if a
/// Describe, key or member changed; never change what Evolve makes of a fact that was written.
TEST(LedgerJournalTest, WhatFactsMakeOfAViewIsFrozenPerLayout) {
  JournalHarness ledger;
  ledger.Document(PaymentInput("P-1", 120, {{"A", 0}, {"B", 5, "B/2"}}));
  ledger.Document(InvoiceInput("A", {50, 50}));
  ledger.Document(InvoiceInput("A", {30, 60}, 2));
  ledger.Document(ReversalInput("R-1", "P-2"));
  EXPECT_EQ(ledger.Command(BillInput(ledger, "A", "c-1", 567)).facts.size(), 1U);
  ledger.Document(HistoryInput("H-1", "B", 2));
  ledger.Document(WriteOffInput("W-1", "A"));
  ledger.Document(GapInput("G-1", true));
  std::string all;
  for (const auto& [key, bytes] : ledger.view) all += key + "=" + ToHex(bytes) + "\n";
  for (const auto& member : ledger.index) all += member + "\n";
  EXPECT_EQ(kViewLayout, 6);
  EXPECT_EQ(ToHex(Sha256(all)), "c641bd7321d781fef09524b45e84e91dc41d0524c662a752f8d956498fcaaac4")
      << all;
}

TEST(LedgerJournalTest, AConflictIsParkedWithTheAccountAndTheFieldAtFault) {
  JournalHarness ledger;
  ledger.Document(InvoiceInput("F-1", {100}));
  const v1::LedgerInput other = InvoiceInput("F-1", {101});
  const auto taken = ledger.Document(other);
  ASSERT_TRUE(taken.decision.park.has_value());
  EXPECT_EQ(taken.decision.park->reason, "content_conflict");
  EXPECT_EQ(taken.decision.park->field, "version");
  EXPECT_THAT(taken.decision.effects, IsEmpty());
  ledger.Park({"relance.ledger.bulk.v1", 1, journal::DocumentInput{other.SerializeAsString()}},
              *taken.decision.park);
  EXPECT_THAT(ledger.Members("parked/FR01/"),
              ElementsAre("parked/FR01/relance.ledger.bulk.v1/3/1"));
  const auto parked = ledger.Get<ParkedInput>("parked/relance.ledger.bulk.v1/3/1");
  EXPECT_EQ(parked.account, "D42");
  EXPECT_EQ(parked.reason, "content_conflict");
}

TEST(LedgerJournalTest, WhatMayHaveCrashedIsParkedForThePartitionUnread) {
  JournalHarness ledger;
  const std::string bytes = InvoiceInput("F-1", {100}).SerializeAsString();
  ledger.Park({"relance.ledger.bulk.v1", 7, journal::DocumentInput{bytes}}, {"poison", ""});
  EXPECT_EQ(ledger.entries.back().first, "partition/parked");
  EXPECT_THAT(ledger.Members("parked/"), ElementsAre("parked//relance.ledger.bulk.v1/3/7"));
}

TEST(LedgerJournalTest, GarbageIsParkedFromAFeedAndRefusedFromACaller) {
  JournalHarness ledger;
  EXPECT_EQ(ledger.Take({"t", 0, journal::DocumentInput{"\xff\xff"}}).decision.park->reason,
            "malformed");
  const auto refused = ledger.Take({"t", 1, journal::CommandInput{{}, {}, "\xff\xff"}});
  EXPECT_FALSE(refused.decision.park.has_value());
  EXPECT_EQ(RefusalOf(refused.decision).reason(), "malformed");
}

TEST(LedgerJournalTest, AFenceIsJournalledAndAnswered) {
  JournalHarness ledger;
  v1::LedgerInput fence;
  fence.mutable_fence()->set_fence_id("f1");
  const auto taken = ledger.Command(fence);
  ASSERT_EQ(taken.facts.size(), 1U);
  EXPECT_EQ(taken.facts[0].fence_passed().fence_id(), "f1");
  EXPECT_TRUE(taken.decision.reply->accepted);
}

TEST(LedgerJournalTest, AFeedAdvancesAndNeverGoesBack) {
  JournalHarness ledger;
  const auto seen = [&](int64_t up_to, int64_t behind) {
    v1::LedgerInput input;
    auto& feed = *input.mutable_feed_seen();
    feed.set_source("/erp/sap/FR01");
    feed.set_legal_entity("FR01");
    feed.set_up_to_ms(up_to);
    feed.set_behind(behind);
    return ledger.Document(input).facts.size();
  };
  EXPECT_EQ(seen(2000, 5), 1U);
  EXPECT_EQ(seen(2000, 5), 0U) << "nothing new";
  EXPECT_EQ(seen(1000, 0), 1U);
  EXPECT_EQ(ledger.Get<FeedState>("feed/FR01//erp/sap/FR01").up_to_ms, 2000);
  EXPECT_EQ(ledger.Get<FeedState>("feed/FR01//erp/sap/FR01").behind, 0);
  EXPECT_THAT(ledger.Members("feed/FR01/"), ElementsAre("feed/FR01//erp/sap/FR01"));
}

TEST(LedgerJournalTest, APersonAllocatesWithinTheEntitiesInScope) {
  JournalHarness ledger;
  ledger.Document(InvoiceInput("F-1", {100}));
  ledger.Document(PaymentInput("P-1", 60));
  v1::LedgerInput command;
  auto& allocate = *command.mutable_allocate_receipt();
  Fill(*allocate.mutable_account(), kD42);
  allocate.set_receipt("P-1");
  allocate.add_intents()->set_document("F-1");
  EXPECT_EQ(RefusalOf(ledger.Command(command, {"DE01"}).decision).reason(), "out_of_scope");
  EXPECT_EQ(RefusalOf(ledger.Command(command, {}).decision).reason(), "out_of_scope");
  const auto taken = ledger.Command(command, {"DE01", "FR01"});
  EXPECT_TRUE(taken.decision.reply->accepted);
  EXPECT_EQ(taken.facts.at(0).allocated().item_open(), 40);
  EXPECT_EQ(RefusalOf(ledger.Command(command).decision).reason(), "nothing_left");
  EXPECT_EQ(RefusalOf(ledger.Command(command, {"*"}, "viewer").decision).reason(), "role");
}

TEST(LedgerJournalTest, APersonNamesAnItemOrItsDocument) {
  JournalHarness ledger;
  ledger.Document(InvoiceInput("F-1", {100, 100}));
  ledger.Document(PaymentInput("P-1", 60));
  v1::LedgerInput command;
  auto& allocate = *command.mutable_allocate_receipt();
  Fill(*allocate.mutable_account(), kD42);
  allocate.set_receipt("P-1");
  allocate.add_intents()->set_document("F-1/2");
  const auto taken = ledger.Command(command);
  v1::AllocateReceiptReply reply;
  ASSERT_TRUE(reply.ParseFromString(taken.decision.reply->bytes));
  ASSERT_EQ(reply.allocated_size(), 1);
  EXPECT_EQ(reply.allocated(0).item(), "F-1/2");
  EXPECT_EQ(reply.allocated(0).item_open(), 40);
  EXPECT_EQ(reply.allocated(0).receipt_rest(), 0);
}

TEST(LedgerJournalTest, ADocumentPaidLateWaitsInItsListUntilItsClaimIsBilled) {
  JournalHarness ledger;
  ledger.Document(InvoiceInput("F-1", {100}));
  ledger.Document(PaymentInput("P-1", 100, {{"F-1", 0}}));
  EXPECT_THAT(ledger.Members("late/"), ElementsAre("late/FR01/D42/F-1"));
  const v1::LedgerInput bill = BillInput(ledger, "F-1", "c-1", 567);
  EXPECT_EQ(RefusalOf(ledger.Command(bill, {"DE01"}).decision).reason(), "out_of_scope");
  EXPECT_EQ(RefusalOf(ledger.Command(bill, {"*"}, "viewer").decision).reason(), "role");
  const auto taken = ledger.Command(bill);
  ASSERT_TRUE(taken.decision.reply->accepted);
  const auto& act = taken.facts.at(0).claim_acted().act();
  EXPECT_EQ(act.amount().minor_units(), 567);
  EXPECT_EQ(act.by(), "anna");
  EXPECT_EQ(act.at_ms(), 1'790'000'000'000) << "the journal's time";
  EXPECT_EQ(act.statement().SerializeAsString(),
            bill.act_on_claim().statement().SerializeAsString());
  EXPECT_THAT(ledger.Members("late/"), IsEmpty());
  EXPECT_THAT(ledger.Members("claims/"), ElementsAre("claims/FR01/D42/F-1"));
  const auto again = ledger.Command(bill);
  EXPECT_THAT(again.facts, IsEmpty());
  EXPECT_EQ(again.decision.reply->bytes, taken.decision.reply->bytes) << "as it was done";
  EXPECT_EQ(RefusalOf(ledger.Command(BillInput(ledger, "F-1", "c-2", 567)).decision).reason(),
            "nothing_left");
}

TEST(LedgerJournalTest, AClaimThatIsNotWellFormedIsRefusedWithItsField) {
  JournalHarness ledger;
  ledger.Document(InvoiceInput("F-1", {100}));
  const auto field_of = [&](auto spoil) {
    v1::LedgerInput input = BillInput(ledger, "F-1", "c-1", 567);
    spoil(*input.mutable_act_on_claim());
    return RefusalOf(ledger.Command(input).decision).field();
  };
  EXPECT_EQ(field_of([](auto& c) { c.clear_kind(); }), "kind");
  EXPECT_EQ(field_of([](auto& c) { c.clear_act_id(); }), "act_id");
  EXPECT_EQ(field_of([](auto& c) { c.clear_statement(); }), "as_of");
  EXPECT_EQ(field_of([](auto& c) { c.mutable_statement()->clear_items(); }), "statement");
  EXPECT_EQ(field_of([](auto& c) { c.set_document("F-2"); }), "statement");
  EXPECT_EQ(field_of([](auto& c) { c.mutable_statement()->mutable_items(0)->set_interest(-1); }),
            "statement");
  EXPECT_EQ(field_of([](auto& c) { c.mutable_statement()->mutable_items(0)->clear_currency(); }),
            "currency");
  EXPECT_EQ(field_of([](auto& c) { c.mutable_statement()->mutable_items(0)->set_amount(99); }),
            "statement");
}

}  // namespace
}  // namespace relance::ledger
