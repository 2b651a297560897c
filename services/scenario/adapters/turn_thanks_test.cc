#include <gmock/gmock.h>

#include "services/scenario/adapters/testing/turn_bench.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kLedgerTopic = "relance.ledger.journal.v1";
constexpr const char* kNotifierTopic = "relance.notifier.journal.v1";

/// D42 was reminded on Thursday, the first of October, of 800.00 EUR.
class TurnThanksTest : public TurnBench {
 protected:
  TurnThanksTest() {
    Owe("FR01", 0, "2026-10-01");
    EXPECT_THAT(Settle({"FR01"}, "2026-10-01"), ElementsAre("FR01 level1"));
    Ask(LastPlanned().notice_id());
    Submitted(LastPlanned().notice_id());
  }

  const v1::NoticePlanned& LastPlanned() const {
    return Last(&v1::ScenarioFact::has_notice_planned).notice_planned();
  }
  const v1::NoticeCleared& LastCleared() const {
    return Last(&v1::ScenarioFact::has_notice_cleared).notice_cleared();
  }
  const v1::ScenarioFact& Last(bool (v1::ScenarioFact::*is)() const) const {
    for (auto fact = told_.rbegin(); fact != told_.rend(); ++fact) {
      if (((*fact).*is)()) return *fact;
    }
    return v1::ScenarioFact::default_instance();
  }
  std::vector<std::string> Withdrawn() const {
    std::vector<std::string> reasons;
    for (const auto& fact : told_) {
      if (fact.has_notice_withdrawn()) reasons.push_back(fact.notice_withdrawn().reason());
    }
    return reasons;
  }

  static common::v1::Account D42() { return ToProto(AccountId{"FR01", "D42"}); }

  /// The notifier's ask, and the fence that answers it.
  void Ask(const std::string& notice) {
    v1::ScenarioInput input;
    auto& ask = *input.mutable_ask_clearance();
    ask.set_ask_id("ask of " + notice);
    ask.add_notice_ids(notice);
    *ask.add_accounts() = D42();
    ASSERT_EQ(Command(input, "notifier"), "");
    ledger::v1::LedgerFact fence;
    fence.mutable_fence_passed()->set_fence_id(FenceId(0, 1, "test"));
    Follow(kLedgerTopic, "partition/fences", {fence.SerializeAsString()});
  }
  void Submitted(const std::string& notice) {
    notifier::v1::NotifierFact fact;
    auto& ended = *fact.mutable_attempt_ended();
    ended.set_notice_id(notice);
    *ended.mutable_account() = D42();
    ended.set_contact_id("c1");
    ended.set_result(notifier::v1::ATTEMPT_RESULT_SUBMITTED);
    Follow(kNotifierTopic, "notice/FR01/D42/" + notice, {fact.SerializeAsString()});
  }
  void Bounced(const std::string& notice) {
    notifier::v1::NotifierFact fact;
    auto& receipt = *fact.mutable_receipt_recorded();
    receipt.set_notice_id(notice);
    *receipt.mutable_account() = D42();
    receipt.set_contact_id("c1");
    receipt.set_channel(common::v1::CHANNEL_EMAIL);
    receipt.set_receipt_kind(notifier::v1::RECEIPT_KIND_BOUNCED);
    Follow(kNotifierTopic, "notice/FR01/D42/" + notice, {fact.SerializeAsString()});
  }

  /// 900.00 EUR with the value date of the first; 800.00 of it are for F-1.
  void Pay(const std::string& at) {
    now_ = At(at);
    ledger::v1::LedgerFact came;
    auto& receipt = *came.mutable_receipt_recorded();
    *receipt.mutable_account() = D42();
    receipt.set_document("P-1");
    receipt.set_receipt_kind(ledger::v1::RECEIPT_KIND_PAYMENT);
    receipt.set_currency("EUR");
    receipt.set_amount(900'00);
    *receipt.mutable_value_date() = ToProto(*ParseDate("2026-10-01"));
    ledger::v1::LedgerFact used;
    auto& allocated = *used.mutable_allocated();
    *allocated.mutable_account() = D42();
    allocated.set_receipt("P-1");
    allocated.set_item("F-1");
    allocated.set_amount(800'00);
    allocated.set_receipt_rest(100'00);
    allocated.set_receipt_kind(ledger::v1::RECEIPT_KIND_PAYMENT);
    allocated.set_currency("EUR");
    *allocated.mutable_value_date() = ToProto(*ParseDate("2026-10-01"));
    Follow(kLedgerTopic, "account/FR01/D42", {came.SerializeAsString(), used.SerializeAsString()});
    Settle({"FR01"}, at);
  }
  void Reverse() {
    ledger::v1::LedgerFact undone;
    auto& allocation = *undone.mutable_allocation_undone();
    *allocation.mutable_account() = D42();
    allocation.set_receipt("P-1");
    allocation.set_item("F-1");
    allocation.set_amount(800'00);
    allocation.set_item_open(800'00);
    allocation.set_receipt_kind(ledger::v1::RECEIPT_KIND_PAYMENT);
    Follow(kLedgerTopic, "account/FR01/D42", {undone.SerializeAsString()});
  }

  const ThankYou& thanks() { return *CaseIn("FR01").thanks; }
};

TEST_F(TurnThanksTest, ThePaymentIsThankedForLikeANoticeThatClaimsNothing) {
  Pay("2026-10-02");
  EXPECT_EQ(LastPlanned().step(), "thanks");
  EXPECT_EQ(LastPlanned().thanks().amount().minor_units(), 900'00);
  EXPECT_THAT(LastPlanned().channels(), ElementsAre(common::v1::CHANNEL_EMAIL));
  Ask(LastPlanned().notice_id());
  const auto& cleared = LastCleared();
  EXPECT_EQ(cleared.notice_id(), LastPlanned().notice_id());
  EXPECT_EQ(cleared.ask_id(), "ask of " + cleared.notice_id());
  EXPECT_EQ(cleared.template_(), "thanks");
  EXPECT_EQ(cleared.level(), 0);
  EXPECT_THAT(cleared.contents(), IsEmpty());
  EXPECT_EQ(cleared.thanks().amount().currency(), "EUR");
  EXPECT_EQ(cleared.thanks().amount().minor_units(), 900'00);
  EXPECT_EQ(FromProto(cleared.thanks().received_on()), *ParseDate("2026-10-01"));
  ASSERT_EQ(cleared.contacts_size(), 1);
  EXPECT_EQ(cleared.contacts(0).contact().id(), "c1");
  EXPECT_EQ(cleared.contacts(0).contact().language(), "fr");
  EXPECT_EQ(cleared.configuration_version(), 1U);
  EXPECT_EQ(cleared.fence_sequence(), 7U);
  Submitted(cleared.notice_id());
  EXPECT_EQ(thanks().state, ThankYouState::kSent);
  EXPECT_THAT(Withdrawn(), IsEmpty());
}

TEST_F(TurnThanksTest, APaymentReversedWhileTheQueueIsLongIsNotThankedFor) {
  Pay("2026-10-02");
  const std::string notice = LastPlanned().notice_id();
  Reverse();
  EXPECT_THAT(Withdrawn(), ElementsAre("reopened"));
  Ask(notice);
  EXPECT_NE(LastCleared().notice_id(), notice);
  EXPECT_THAT(Withdrawn(), ElementsAre("reopened")) << "said once";
}

TEST_F(TurnThanksTest, AStopBetweenPlanAndHandOverWithdrawsIt) {
  Pay("2026-10-02");
  v1::ScenarioInput stop;
  stop.mutable_set_stop_switch()->set_legal_entity("FR01");
  stop.mutable_set_stop_switch()->set_channel(common::v1::CHANNEL_EMAIL);
  stop.mutable_set_stop_switch()->set_stopped(true);
  ASSERT_EQ(Command(stop), "");
  Ask(LastPlanned().notice_id());
  EXPECT_THAT(Withdrawn(), ElementsAre("stopped"));
}

TEST_F(TurnThanksTest, ABounceMarksTheAddressAndTouchesNoStep) {
  Pay("2026-10-02");
  const std::string notice = LastPlanned().notice_id();
  Ask(notice);
  Submitted(notice);
  Bounced(notice);
  EXPECT_EQ(thanks().state, ThankYouState::kFailed);
  const auto& contacts = documents_.Find<DebtorDocument>(DebtorKey({"FR01", "D42"}))->contacts;
  EXPECT_TRUE(contacts.front().bounced);
  EXPECT_EQ(CaseIn("FR01").closed.begin()->second.track.standing.level, 1);
  EXPECT_THAT(Settle({"FR01"}, "2026-10-05"), IsEmpty());
}

TEST_F(TurnThanksTest, ALegalEntityWithoutWordsForItThanksNobody) {
  config::v1::Configuration silent = *store_.Version(1);
  silent.clear_texts();
  silent.set_version(2);
  silent.set_digest(ContentDigest(silent));
  ASSERT_TRUE(store_.Put(silent));
  v1::ScenarioInput activate;
  activate.mutable_activate_configuration()->set_version(2);
  activate.mutable_activate_configuration()->set_digest(silent.digest());
  ASSERT_EQ(Command(activate, "anna"), "");
  Pay("2026-10-02");
  Ask(LastPlanned().notice_id());
  EXPECT_THAT(Withdrawn(), ElementsAre("no_text"));
}

}  // namespace
}  // namespace relance::scenario
