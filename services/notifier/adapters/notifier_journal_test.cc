#include "services/notifier/adapters/notifier_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/archive.h"
#include "libs/digest/digest.h"
#include "relance/journal/v1/record.pb.h"
#include "relance/notifier/v1/inputs.pb.h"
#include "relance/scenario/v1/facts.pb.h"
#include "services/notifier/adapters/codec.h"
#include "services/notifier/adapters/testing_journal.h"
#include "services/notifier/domain/cleared.h"

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kNow = FromMillis(1'790'000'000'000);
const NoticeRef kRef{{"FR01", "D42"}, "n1"};

class Owner : public MemoryJournal {
 public:
  Owner() : MemoryJournal([] { return kNow; }) {}
  Notice Stored() { return *MemoryJournal::Stored(kRef); }
};

scenario::v1::ScenarioFact Planned() {
  scenario::v1::ScenarioFact fact;
  auto* planned = fact.mutable_notice_planned();
  planned->set_notice_id("n1");
  Put(kRef.account, planned->mutable_account());
  planned->set_step("r1");
  planned->set_planned_at_ms(ToMillis(kNow));
  return fact;
}

scenario::v1::ScenarioFact ClearedFact() {
  scenario::v1::ScenarioFact fact;
  auto* cleared = fact.mutable_notice_cleared();
  cleared->set_notice_id("n1");
  Put(kRef.account, cleared->mutable_account());
  cleared->set_level(1);
  cleared->set_ask_id("ask");
  cleared->set_fence_sequence(7);
  auto* contact = cleared->add_contacts()->mutable_contact();
  contact->set_id("c1");
  contact->set_channel(common::v1::CHANNEL_EMAIL);
  auto* content = cleared->add_contents();
  content->set_currency("EUR");
  content->set_net(100);
  cleared->mutable_local_date()->set_year(2026);
  cleared->mutable_local_date()->set_month(10);
  cleared->mutable_local_date()->set_day(5);
  return fact;
}

scenario::v1::ScenarioFact Withdrawn() {
  scenario::v1::ScenarioFact fact;
  auto* withdrawn = fact.mutable_notice_withdrawn();
  withdrawn->set_notice_id("n1");
  Put(kRef.account, withdrawn->mutable_account());
  withdrawn->set_reason("paid");
  return fact;
}

journal::Input Followed(uint64_t sequence, const std::vector<scenario::v1::ScenarioFact>& facts) {
  journal::FollowedRecord record{sequence, kNow, {{"case/FR01/D42", {}}}};
  for (const auto& fact : facts) record.entries[0].facts.push_back(fact.SerializeAsString());
  return {"relance.scenario.journal.v1", 3, record};
}

journal::Input Command(const v1::NotifierInput& input, std::vector<std::string> entities = {"*"}) {
  return {"relance.notifier.commands.v1", 4,
          journal::CommandInput{
              {}, {"notifier", "service", std::move(entities)}, input.SerializeAsString()}};
}

Attempt First() {
  Attempt attempt;
  attempt.contact = "c1";
  attempt.channel = Channel::kEmail;
  attempt.number = 1;
  attempt.id = AttemptId("n1", "c1", 1);
  attempt.blob = std::string(32, 'b');
  attempt.message_id = "<m@example.com>";
  attempt.fence = 7;
  attempt.clearance = 12;
  return attempt;
}

Link OneLink() {
  return {std::string(32, 'h'), kRef.account, "c1", "n1", kNow + 1h, false};
}

v1::NotifierInput StartInput() {
  v1::NotifierInput input;
  *input.mutable_start_attempt()->mutable_attempt() = ToProto(First(), "n1", kRef.account);
  *input.mutable_start_attempt()->add_links() = ToProto(OneLink());
  return input;
}

v1::NotifierInput EndInput(AttemptResult result) {
  AttemptEnded ended;
  ended.attempt = First().id;
  ended.result = result;
  ended.answer = "250 ok";
  v1::NotifierInput input;
  *input.mutable_end_attempt()->mutable_attempt() = ToProto(ended, "n1", kRef.account);
  return input;
}

v1::NotifierInput ReceiptInput(v1::ReceiptKind kind) {
  v1::NotifierInput input;
  auto& receipt = *input.mutable_record_receipt()->mutable_receipt();
  receipt.set_notice_id("n1");
  Put(kRef.account, receipt.mutable_account());
  receipt.set_receipt_kind(kind);
  receipt.set_provider_words("5.1.1 no such user");
  return input;
}

journal::Input ByPerson(const v1::NotifierInput& input, const std::string& role,
                        std::vector<std::string> entities = {"*"}) {
  return {
      "relance.notifier.commands.v1", 4,
      journal::CommandInput{{}, {"anna", role, std::move(entities)}, input.SerializeAsString()}};
}

std::string RefusalOf(const journal::Decision& decision) {
  if (!decision.reply || decision.reply->accepted) return "";
  journal::v1::Refusal refusal;
  refusal.ParseFromString(decision.reply->bytes);
  return refusal.reason();
}

scenario::v1::ScenarioFact ClearedThanks() {
  auto fact = ClearedFact();
  auto& cleared = *fact.mutable_notice_cleared();
  cleared.clear_contents();
  cleared.set_step("thanks");
  cleared.mutable_thanks()->mutable_amount()->set_currency("EUR");
  cleared.mutable_thanks()->mutable_amount()->set_minor_units(800'00);
  *cleared.mutable_thanks()->mutable_received_on() = cleared.local_date();
  return fact;
}

TEST(NotifierJournalTest, AThankYouIsQueuedClearedAndHandedOverLikeANotice) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedThanks()}));
  EXPECT_EQ(owner.Stored().state, NoticeState::kReady);
  const auto cleared = Decode<Cleared>(owner.view.at(ClearedKey(kRef)));
  ASSERT_TRUE(cleared);
  ASSERT_TRUE(cleared->thanks);
  EXPECT_EQ(cleared->thanks->amount, 800'00);
  EXPECT_EQ(cleared->thanks->received_on, *ParseDate("2026-10-05"));
  owner.Take(Command(StartInput()));
  owner.Take(Command(EndInput(AttemptResult::kSubmitted)));
  EXPECT_EQ(owner.Stored().state, NoticeState::kEnded);
}

TEST(NotifierJournalTest, AClearanceForAClaimAndAThankYouAtOnceOrForNoneIsParked) {
  auto both = ClearedThanks();
  *both.mutable_notice_cleared()->add_contents() = ClearedFact().notice_cleared().contents(0);
  auto none = ClearedThanks();
  none.mutable_notice_cleared()->clear_thanks();
  for (const auto& fact : {both, none}) {
    Owner owner;
    owner.Take(Followed(11, {Planned()}));
    const auto decision = owner.Take(Followed(12, {fact}));
    ASSERT_TRUE(decision.park);
    EXPECT_EQ(decision.park->field, "contents");
  }
}

TEST(NotifierJournalTest, APlannedNoticeIsQueuedAtItsMoment) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  EXPECT_THAT(owner.index, ElementsAre("notice/FR01/D42/n1", QueueMember(kNow, kRef)));
  EXPECT_EQ(owner.Stored().step, "r1");
}

TEST(NotifierJournalTest, AClearanceBearsTheSequenceOfTheRecordThatSaidIt) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  EXPECT_EQ(owner.Stored().clearance->sequence, 12U);
  EXPECT_THAT(owner.index, ElementsAre("notice/FR01/D42/n1", "ready/FR01/D42/n1"));
  EXPECT_EQ(Decode<Cleared>(owner.view.at(ClearedKey(kRef)))->claims[0].net, 100);
}

TEST(NotifierJournalTest, ARecordThatPlansAndWithdrawsLeavesNothingToDo) {
  Owner owner;
  const auto decision = owner.Take(Followed(11, {Planned(), Withdrawn()}));
  EXPECT_EQ(decision.effects.size(), 2U);
  EXPECT_THAT(owner.index, ElementsAre("notice/FR01/D42/n1"));
  EXPECT_EQ(owner.Stored().withdrawn, "paid");
}

TEST(NotifierJournalTest, ARecordFollowedTwiceChangesNothing) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  EXPECT_THAT(owner.Take(Followed(11, {Planned()})).effects, IsEmpty());
}

TEST(NotifierJournalTest, OtherFactsOfTheScenarioAreNone) {
  Owner owner;
  EXPECT_THAT(owner.Take(Followed(11, {scenario::v1::ScenarioFact{}})).effects, IsEmpty());
}

TEST(NotifierJournalTest, AnAttemptAndItsLinkAreJournalledTogether) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  const auto decision = owner.Take(Command(StartInput()));
  EXPECT_EQ(RefusalOf(decision), "");
  EXPECT_EQ(decision.effects.size(), 2U);
  EXPECT_THAT(owner.index, ElementsAre("notice/FR01/D42/n1", "running/FR01/D42/n1"));
  EXPECT_EQ(*Decode<Link>(owner.view.at(LinkKey(OneLink().hash))), OneLink());
  EXPECT_FALSE(owner.view.contains(ClearedKey(kRef)));
}

TEST(NotifierJournalTest, AResultEndsTheNoticeAndARepeatOfItIsAcceptedWithoutEffect) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  owner.Take(Command(StartInput()));
  const auto decision = owner.Take(Command(EndInput(AttemptResult::kSubmitted)));
  ASSERT_EQ(decision.effects.size(), 1U);
  v1::NotifierFact fact;
  fact.ParseFromString(decision.effects[0].facts[0]);
  EXPECT_TRUE(fact.attempt_ended().last_of_notice());
  EXPECT_EQ(fact.attempt_ended().contact_id(), "c1");
  EXPECT_THAT(owner.index, ElementsAre("notice/FR01/D42/n1"));
  const auto repeat = owner.Take(Command(EndInput(AttemptResult::kUnknown)));
  EXPECT_TRUE(repeat.reply->accepted);
  EXPECT_THAT(repeat.effects, IsEmpty());
}

TEST(NotifierJournalTest, AReceiptIsJournalledOnceWithWhoToldIt) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  owner.Take(Command(StartInput()));
  owner.Take(Command(EndInput(AttemptResult::kSubmitted)));
  const auto bounced = ByPerson(ReceiptInput(v1::RECEIPT_KIND_BOUNCED), "collector");
  const auto decision = owner.Take(bounced);
  ASSERT_EQ(decision.effects.size(), 1U);
  v1::NotifierFact fact;
  fact.ParseFromString(decision.effects[0].facts[0]);
  const auto& told = fact.receipt_recorded();
  EXPECT_EQ(told.attempt_id(), First().id);
  EXPECT_EQ(told.contact_id(), "c1");
  EXPECT_EQ(told.channel(), common::v1::CHANNEL_EMAIL);
  EXPECT_EQ(told.receipt_kind(), v1::RECEIPT_KIND_BOUNCED);
  EXPECT_EQ(told.by(), "anna");
  EXPECT_EQ(owner.Stored().attempts[0].receipts.size(), 1U);
  const auto repeat = owner.Take(bounced);
  EXPECT_TRUE(repeat.reply->accepted);
  EXPECT_THAT(repeat.effects, IsEmpty());
}

TEST(NotifierJournalTest, AReceiptOfAnAttemptThatIsRunningEndsItFirst) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  owner.Take(Command(StartInput()));
  const auto decision = owner.Take(ByPerson(ReceiptInput(v1::RECEIPT_KIND_DELIVERED), "operator"));
  ASSERT_EQ(decision.effects.size(), 2U);
  v1::NotifierFact fact;
  fact.ParseFromString(decision.effects[0].facts[0]);
  EXPECT_EQ(fact.attempt_ended().result(), v1::ATTEMPT_RESULT_SUBMITTED);
  EXPECT_EQ(fact.attempt_ended().channel(), common::v1::CHANNEL_EMAIL);
  EXPECT_THAT(owner.index, ElementsAre("notice/FR01/D42/n1"));
}

TEST(NotifierJournalTest, AReceiptNeedsItsRoleItsEntityAndAMessageThatLeft) {
  Owner owner;
  const auto input = ReceiptInput(v1::RECEIPT_KIND_BOUNCED);
  EXPECT_EQ(RefusalOf(owner.Take(ByPerson(input, "collector"))), "unknown_notice");
  owner.Take(Followed(11, {Planned()}));
  EXPECT_EQ(RefusalOf(owner.Take(ByPerson(input, "collector"))), "not_handed_over");
  EXPECT_EQ(RefusalOf(owner.Take(ByPerson(input, "viewer"))), "role");
  EXPECT_EQ(RefusalOf(owner.Take(ByPerson(input, "collector", {"FR02"}))), "out_of_scope");
  auto no_day = input;
  no_day.mutable_record_receipt()->mutable_receipt()->mutable_on()->set_month(13);
  EXPECT_EQ(RefusalOf(owner.Take(ByPerson(no_day, "collector"))), "malformed");
}

TEST(NotifierJournalTest, ATemporaryFailureIsQueuedFiveMinutesLater) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  owner.Take(Command(StartInput()));
  owner.Take(Command(EndInput(AttemptResult::kTemporaryFailure)));
  EXPECT_THAT(owner.index, ElementsAre("notice/FR01/D42/n1", QueueMember(kNow + 5min, kRef)));
}

TEST(NotifierJournalTest, AWithdrawnNoticeStartsNoAttempt) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  owner.Take(Followed(13, {Withdrawn()}));
  EXPECT_EQ(RefusalOf(owner.Take(Command(StartInput()))), "withdrawn");
}

TEST(NotifierJournalTest, ACommandOutsideItsEntitiesIsRefused) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  EXPECT_EQ(RefusalOf(owner.Take(Command(StartInput(), {"FR02"}))), "out_of_scope");
  EXPECT_EQ(RefusalOf(owner.Take(Command(EndInput(AttemptResult::kSubmitted), {}))),
            "out_of_scope");
}

TEST(NotifierJournalTest, ALinkOfAnotherContactCannotRideOnAnAttempt) {
  Owner owner;
  owner.Take(Followed(11, {Planned()}));
  owner.Take(Followed(12, {ClearedFact()}));
  auto input = StartInput();
  input.mutable_start_attempt()->mutable_links(0)->mutable_account()->set_number("D43");
  EXPECT_EQ(RefusalOf(owner.Take(Command(input))), "malformed");
}

TEST(NotifierJournalTest, ALinkIsIssuedAndRevokedOnce) {
  Owner owner;
  v1::NotifierInput issue;
  *issue.mutable_issue_link()->mutable_link() = ToProto(OneLink());
  EXPECT_EQ(owner.Take(Command(issue)).effects.size(), 1U);
  EXPECT_EQ(owner.Take(Command(issue)).effects.size(), 0U);
  v1::NotifierInput revoke;
  revoke.mutable_revoke_link()->mutable_link()->set_token_hash(OneLink().hash);
  EXPECT_EQ(RefusalOf(owner.Take(Command(revoke, {"FR02"}))), "unknown");
  EXPECT_EQ(owner.Take(Command(revoke)).effects.size(), 1U);
  EXPECT_EQ(owner.Take(Command(revoke)).effects.size(), 0U);
  EXPECT_TRUE(Decode<Link>(owner.view.at(LinkKey(OneLink().hash)))->revoked);
}

TEST(NotifierJournalTest, BytesThatAreNoCommandAreRefusedAndThoseThatAreNoFactParked) {
  Owner owner;
  const journal::Input command{"c", 1, journal::CommandInput{{}, {}, "\xff\xff"}};
  EXPECT_EQ(RefusalOf(owner.Take(command)), "malformed");
  const journal::Input record{"s", 2,
                              journal::FollowedRecord{1, kNow, {{"case/FR01/D42", {"\xff\xff"}}}}};
  EXPECT_TRUE(owner.Take(record).park);
  auto nobody = ClearedFact();
  nobody.mutable_notice_cleared()->clear_contacts();
  owner.Take(Followed(11, {Planned()}));
  EXPECT_EQ(owner.Take(Followed(12, {nobody})).park->field, "contacts");
}

TEST(NotifierJournalTest, AParkedInputIsNamedInTheView) {
  Owner owner;
  NotifierJournal journal;
  const auto effect = journal.Parked(Followed(1, {}), 2, {"poison", ""});
  owner.Apply(effect);
  EXPECT_EQ(Decode<ParkedInput>(owner.view.at("parked/relance.scenario.journal.v1/3"))->partition,
            2);
}

TEST(NamesTest, AnAccountNumberMayHoldASlash) {
  const NoticeRef ref{{"FR01", "D/4"}, "n1"};
  EXPECT_EQ(ParseRef(kNotices, NoticeKey(ref)), ref);
  const auto queued = ParseQueueMember(QueueMember(kNow, ref));
  ASSERT_TRUE(queued);
  EXPECT_EQ(queued->ref, ref);
  EXPECT_EQ(queued->at, kNow);
  EXPECT_FALSE(ParseRef(kNotices, "notice/FR01"));
  EXPECT_FALSE(ParseQueueMember("queue/x"));
}

TEST(NamesTest, TheQueueEndsAfterThePresentMoment) {
  EXPECT_LT(QueueMember(kNow, kRef), QueueEnd(kNow));
  EXPECT_GT(QueueMember(kNow + 1ms, kRef), QueueEnd(kNow));
}

}  // namespace
}  // namespace relance::notifier
