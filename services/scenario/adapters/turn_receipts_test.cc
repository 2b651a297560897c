#include <gmock/gmock.h>

#include "libs/base/archive.h"
#include "services/scenario/adapters/turn.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;

const AccountId kD42{"FR01", "D42"};
const Instant kAt = *ParseInstant("2026-10-12T09:00:00Z");

DebtorContact AContact(const std::string& id, Channel channel) {
  DebtorContact contact;
  contact.id = id;
  contact.channel = static_cast<int>(channel) + 1;
  contact.address_tag = "tag of " + id;
  return contact;
}

NoticeContact To(const std::string& id, Channel channel) {
  NoticeContact contact;
  contact.channel = channel;
  contact.name = contact.id = id;
  return contact;
}

/// D42 was written to by e-mail (c1) and SMS (c2), and it counted.
class TurnReceiptsTest : public ::testing::Test {
 protected:
  TurnReceiptsTest() : store_(1), rulebook_(store_) {
    documents_.Install(kPartitionKey, Encode(PartitionDocument{}));
    CaseDocument document;
    document.c.id = kD42;
    Notice& notice = document.c.notices["n1"];
    notice.id = "n1";
    notice.step = "level1";
    notice.state = NoticeState::kCounted;
    notice.contacts = {To("c1", Channel::kEmail), To("c2", Channel::kSms)};
    documents_.Install(CaseKey(kD42), Encode(document));
    DebtorDocument debtor;
    debtor.contacts = {AContact("c1", Channel::kEmail), AContact("c2", Channel::kSms)};
    documents_.Install(DebtorKey(kD42), Encode(debtor));
    documents_.Install(OpenKey(kD42.entity, BucketOf(kD42.account)), std::nullopt);
  }

  /// The facts of the case that follow; they are applied to the documents.
  std::vector<CaseFact> Follow(const std::string& topic, const std::string& key,
                               const std::string& bytes) {
    journal::FollowedRecord record{7, kAt, {{key, {bytes}}}};
    journal::Decision decision;
    {
      const journal::Documents::Attempt attempt(documents_);
      Turn turn(rulebook_, documents_, 0, kAt);
      decision = turn.DecideFollowed(topic, record);
    }
    std::vector<CaseFact> facts;
    for (const auto& effect : decision.effects) {
      for (const auto& told : effect.facts) {
        v1::ScenarioFact fact;
        EXPECT_TRUE(fact.ParseFromString(told));
        EXPECT_TRUE(EvolveCase(kD42, fact, documents_));
        if (fact.has_case_fact()) facts.push_back(*DecodeCaseFact(fact.case_fact()));
      }
    }
    return facts;
  }
  std::vector<CaseFact> Told(notifier::v1::ReceiptKind kind, const std::string& contact,
                             Channel channel, std::optional<Date> on = std::nullopt) {
    notifier::v1::NotifierFact fact;
    auto& receipt = *fact.mutable_receipt_recorded();
    receipt.set_notice_id("n1");
    *receipt.mutable_account() = ToProto(kD42);
    receipt.set_contact_id(contact);
    receipt.set_channel(ToProto(channel));
    receipt.set_receipt_kind(kind);
    if (on) *receipt.mutable_on() = ToProto(*on);
    return Follow("relance.notifier.journal.v1", "notice/FR01/D42/n1", fact.SerializeAsString());
  }
  std::vector<CaseFact> Refused(const std::string& contact, Channel channel, bool address) {
    notifier::v1::NotifierFact fact;
    auto& ended = *fact.mutable_attempt_ended();
    ended.set_notice_id("n1");
    *ended.mutable_account() = ToProto(kD42);
    ended.set_contact_id(contact);
    ended.set_channel(ToProto(channel));
    ended.set_result(notifier::v1::ATTEMPT_RESULT_PERMANENT_FAILURE);
    ended.set_address_refused(address);
    return Follow("relance.notifier.journal.v1", "notice/FR01/D42/n1", fact.SerializeAsString());
  }
  void NewMasterData(const std::string& tag) {
    ledger::v1::LedgerFact fact;
    auto& data = *fact.mutable_master_data_recorded();
    *data.mutable_account() = ToProto(kD42);
    auto& contact = *data.add_contacts();
    contact.set_id("c1");
    contact.set_channel(common::v1::CHANNEL_EMAIL);
    contact.set_address_tag(tag);
    contact.mutable_address()->set_bytes("sealed anew");
    Follow("relance.ledger.journal.v1", "account/FR01/D42", fact.SerializeAsString());
  }
  std::vector<std::string> Bounced() {
    std::vector<std::string> ids;
    for (const auto& contact : documents_.Find<DebtorDocument>(DebtorKey(kD42))->contacts) {
      if (contact.bounced) ids.push_back(contact.id);
    }
    return ids;
  }

  ConfigurationStore store_;
  Rulebook rulebook_;
  journal::Documents documents_;
};

TEST_F(TurnReceiptsTest, AnAddressThatBouncedIsRememberedAndItsContactHasFailed) {
  EXPECT_THAT(Told(notifier::v1::RECEIPT_KIND_BOUNCED, "c1", Channel::kEmail),
              ElementsAre(CaseFact(ContactFailed{"n1", "email:c1"})));
  EXPECT_THAT(Bounced(), ElementsAre("c1"));
  EXPECT_THAT(Told(notifier::v1::RECEIPT_KIND_FAILED, "c2", Channel::kSms),
              ElementsAre(CaseFact(ContactFailed{"n1", "sms:c2"}), CaseFact(NoticeFailed{"n1"})));
  EXPECT_THAT(Bounced(), ElementsAre("c1")) << "what failed once may be good";
}

TEST_F(TurnReceiptsTest, AnAddressThatBouncedIsGivenAnewByAnotherAddressAlone) {
  Told(notifier::v1::RECEIPT_KIND_BOUNCED, "c1", Channel::kEmail);
  NewMasterData("tag of c1");
  EXPECT_THAT(Bounced(), ElementsAre("c1"));
  NewMasterData("tag of another");
  EXPECT_THAT(Bounced(), ElementsAre());
}

TEST_F(TurnReceiptsTest, APresentationCountsFromItsDayElseFromTheDayItWasTold) {
  const Date on = *ParseDate("2026-10-09");
  EXPECT_THAT(Told(notifier::v1::RECEIPT_KIND_PRESENTED, "c2", Channel::kRegistered, on),
              ElementsAre(CaseFact(PresentationRecorded{"n1", on})));
  EXPECT_THAT(Told(notifier::v1::RECEIPT_KIND_REFUSED, "c2", Channel::kRegistered),
              ElementsAre(CaseFact(PresentationRecorded{"n1", *ParseDate("2026-10-12")})));
}

TEST_F(TurnReceiptsTest, ADeliveryChangesNoCase) {
  EXPECT_THAT(Told(notifier::v1::RECEIPT_KIND_DELIVERED, "c1", Channel::kEmail), ElementsAre());
  EXPECT_THAT(Bounced(), ElementsAre());
}

TEST_F(TurnReceiptsTest, AnAttemptFailsOnTheChannelItWasMadeOn) {
  EXPECT_THAT(Refused("c2", Channel::kSms, false),
              ElementsAre(CaseFact(ContactFailed{"n1", "sms:c2"})));
  EXPECT_THAT(Bounced(), ElementsAre()) << "this message was refused";
}

TEST_F(TurnReceiptsTest, AnAddressThatItsServerRefusesIsAsIfItHadBounced) {
  EXPECT_THAT(Refused("c1", Channel::kEmail, true),
              ElementsAre(CaseFact(ContactFailed{"n1", "email:c1"})));
  EXPECT_THAT(Bounced(), ElementsAre("c1"));
}

}  // namespace
}  // namespace relance::scenario
