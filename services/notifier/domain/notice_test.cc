#include "services/notifier/domain/notice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

const Instant kNow = FromMillis(1'790'000'000'000);
const std::string kBlob(32, 'b');

/// A notice and what was journalled about it, moment by moment.
class NoticeTest : public testing::Test {
 protected:
  void Say(const NoticeFact& fact) { notice_ = Evolve(std::move(notice_), fact, now_); }
  void Queue() { Say(NoticeQueued{"n1", {"FR01", "D42"}, "level1", kNow}); }
  void Clear(uint64_t c, std::vector<ClearedContact> contacts = {{"c1", Channel::kEmail}},
             int level = 1, bool formal = false) {
    const auto fact = FollowCleared(
        &notice_, Clearance{"ask" + std::to_string(c), 7, c, level, formal, std::move(contacts)});
    ASSERT_TRUE(fact);
    Say(*fact);
  }
  StartAttempt Next(uint64_t c, const std::string& contact = "c1") const {
    StartAttempt command;
    command.ask_id = "ask" + std::to_string(c);
    Attempt& a = command.attempt;
    a.contact = contact;
    a.channel = Channel::kEmail;
    a.number = NextNumber(notice_, contact);
    a.id = AttemptId("n1", contact, a.number);
    a.blob = kBlob;
    a.message_id = MessageId("n1", contact, "example.com");
    a.fence = 7;
    a.clearance = c;
    return command;
  }
  std::string Refusal(const StartAttempt& command) const {
    const auto decided = Decide(&notice_, command, now_);
    const auto* refusal = std::get_if<StartRefusal>(&decided);
    return refusal == nullptr ? "" : std::string(Name(*refusal));
  }
  void Start(uint64_t c, const std::string& contact = "c1") {
    const auto decided = Decide(&notice_, Next(c, contact), now_);
    ASSERT_TRUE(std::holds_alternative<AttemptStarted>(decided)) << Refusal(Next(c, contact));
    Say(std::get<AttemptStarted>(decided));
  }
  AttemptEnded End(int number, AttemptResult result, const std::string& contact = "c1") {
    const auto decided =
        Decide(&notice_, EndAttempt{AttemptId("n1", contact, number), result, "answer"}, now_);
    EXPECT_TRUE(std::holds_alternative<AttemptEnded>(decided));
    const auto ended = std::get<AttemptEnded>(decided);
    Say(ended);
    return ended;
  }

  Instant now_ = kNow;
  Notice notice_;
};

TEST_F(NoticeTest, APlannedNoticeWaitsForItsClearance) {
  Queue();
  EXPECT_EQ(notice_.state, NoticeState::kQueued);
  EXPECT_EQ(notice_.ask_at, kNow);
  EXPECT_EQ(Refusal(Next(1)), "not_ready");
}

TEST_F(NoticeTest, AClearedNoticeIsHandedOverOnceAndEnds) {
  Queue();
  Clear(11);
  EXPECT_EQ(notice_.state, NoticeState::kReady);
  Start(11);
  EXPECT_EQ(notice_.state, NoticeState::kSending);
  EXPECT_TRUE(End(1, AttemptResult::kSubmitted).last_of_notice);
  EXPECT_EQ(notice_.state, NoticeState::kEnded);
  EXPECT_EQ(Refusal(Next(11)), "submitted");
}

TEST_F(NoticeTest, AWithdrawnNoticeIsNeverSent) {
  Queue();
  Clear(11);
  Say(*FollowWithdrawn(&notice_, "paid"));
  EXPECT_EQ(Refusal(Next(11)), "withdrawn");
  EXPECT_EQ(FollowCleared(&notice_, Clearance{"later", 8, 12, 1, false, {}}), std::nullopt);
}

TEST_F(NoticeTest, AWithdrawalAfterTheEndChangesNothing) {
  Queue();
  Clear(11);
  Start(11);
  End(1, AttemptResult::kSubmitted);
  EXPECT_FALSE(FollowWithdrawn(&notice_, "paid"));
}

TEST_F(NoticeTest, AnAttemptStartsOnlyWithTheClearanceThatStands) {
  Queue();
  Clear(11);
  Clear(12);
  EXPECT_EQ(Refusal(Next(11)), "other_clearance");
  auto other_fence = Next(12);
  other_fence.attempt.fence = 6;
  EXPECT_EQ(Refusal(other_fence), "other_clearance");
  auto other_ask = Next(12);
  other_ask.ask_id = "ask11";
  EXPECT_EQ(Refusal(other_ask), "other_clearance");
  EXPECT_EQ(Refusal(Next(12)), "");
}

TEST_F(NoticeTest, AnOlderClearanceThatComesLateIsIgnored) {
  Queue();
  Clear(12);
  EXPECT_FALSE(FollowCleared(&notice_, Clearance{"ask11", 7, 11, 1, false, {}}));
}

TEST_F(NoticeTest, OneContactHasOneRunningAttempt) {
  Queue();
  Clear(11);
  Start(11);
  EXPECT_EQ(Refusal(Next(11)), "running");
  Clear(12);
  EXPECT_EQ(Refusal(Next(12)), "running");
}

TEST_F(NoticeTest, ARefusalForNowIsAskedForAgainAfterFiveMinutesWithTheSameMessageId) {
  Queue();
  Clear(11);
  Start(11);
  EXPECT_FALSE(End(1, AttemptResult::kTemporaryFailure).last_of_notice);
  EXPECT_EQ(notice_.state, NoticeState::kQueued);
  EXPECT_EQ(notice_.ask_at, kNow + 5min);
  EXPECT_EQ(Refusal(Next(11)), "clearance_used");
  Clear(12);
  auto renamed = Next(12);
  renamed.attempt.message_id = "<other@example.com>";
  EXPECT_EQ(Refusal(renamed), "other_message");
  Start(12);
  EXPECT_EQ(notice_.attempts[0].message_id, notice_.attempts[1].message_id);
  EXPECT_NE(notice_.attempts[0].id, notice_.attempts[1].id);
}

TEST_F(NoticeTest, AnAmbiguousReminderIsResentOnceThenAPersonDecides) {
  Queue();
  Clear(11);
  Start(11);
  EXPECT_FALSE(End(1, AttemptResult::kUnknown).last_of_notice);
  Clear(12);
  Start(12);
  EXPECT_TRUE(End(2, AttemptResult::kUnknown).last_of_notice);
  EXPECT_EQ(notice_.state, NoticeState::kEnded);
  EXPECT_EQ(Refusal(Next(12)), "person_decides");
}

TEST_F(NoticeTest, AnAmbiguousFormalNoticeIsNotResent) {
  Queue();
  Clear(11, {{"c1", Channel::kEmail}}, 4, true);
  Start(11);
  EXPECT_TRUE(End(1, AttemptResult::kUnknown).last_of_notice);
  EXPECT_EQ(Refusal(Next(11)), "person_decides");
}

TEST_F(NoticeTest, EveryClearedContactIsTriedAndTheLastOneSaysSo) {
  Queue();
  Clear(11, {{"c1", Channel::kEmail}, {"c2", Channel::kEmail}});
  Start(11);
  EXPECT_EQ(notice_.state, NoticeState::kReady);
  EXPECT_THAT(OpenContacts(notice_), testing::ElementsAre(ClearedContact{"c2", Channel::kEmail}));
  EXPECT_FALSE(End(1, AttemptResult::kPermanentFailure).last_of_notice);
  Start(11, "c2");
  EXPECT_TRUE(End(1, AttemptResult::kSubmitted, "c2").last_of_notice);
}

TEST_F(NoticeTest, AContactThatIsNotClearedIsNotTried) {
  Queue();
  Clear(11);
  EXPECT_EQ(Refusal(Next(11, "c2")), "unknown_contact");
  auto by_letter = Next(11);
  by_letter.attempt.channel = Channel::kLetter;
  EXPECT_EQ(Refusal(by_letter), "unknown_contact");
}

TEST_F(NoticeTest, AnAttemptCarriesTheDerivedIdOfItsNumber) {
  Queue();
  Clear(11);
  auto invented = Next(11);
  invented.attempt.id = "invented";
  EXPECT_EQ(Refusal(invented), "wrong_number");
  auto ahead = Next(11);
  ahead.attempt.number = 2;
  ahead.attempt.id = AttemptId("n1", "c1", 2);
  EXPECT_EQ(Refusal(ahead), "wrong_number");
  auto without_bytes = Next(11);
  without_bytes.attempt.blob.clear();
  EXPECT_EQ(Refusal(without_bytes), "no_bytes");
}

TEST_F(NoticeTest, AResultIsRecordedOnceAndTheFirstOneStays) {
  Queue();
  Clear(11);
  Start(11);
  End(1, AttemptResult::kSubmitted);
  for (const auto late : {AttemptResult::kUnknown, AttemptResult::kPermanentFailure}) {
    EXPECT_TRUE(std::holds_alternative<AlreadyEnded>(
        Decide(&notice_, EndAttempt{AttemptId("n1", "c1", 1), late, ""}, now_)));
  }
}

TEST_F(NoticeTest, AnUnknownFateGivesWayToTheAnswerThatIsFoundLater) {
  Queue();
  Clear(11);
  Start(11);
  End(1, AttemptResult::kUnknown);
  EXPECT_TRUE(End(1, AttemptResult::kSubmitted).last_of_notice);
  EXPECT_EQ(notice_.state, NoticeState::kEnded);
}

TEST_F(NoticeTest, AResultOfNothingKnownIsRefused) {
  EXPECT_EQ(std::get<EndRefusal>(Decide(nullptr, EndAttempt{}, now_)), EndRefusal::kUnknownNotice);
  Queue();
  EXPECT_EQ(
      std::get<EndRefusal>(Decide(&notice_, EndAttempt{"x", AttemptResult::kSubmitted, ""}, now_)),
      EndRefusal::kUnknownAttempt);
  EXPECT_EQ(Refusal(Next(1)), "not_ready");
  EXPECT_EQ(std::get<StartRefusal>(Decide(nullptr, Next(1), now_)), StartRefusal::kUnknownNotice);
}

TEST_F(NoticeTest, AWithdrawalDuringAnAttemptLeavesItsResultToBeRecorded) {
  Queue();
  Clear(11);
  Start(11);
  Say(*FollowWithdrawn(&notice_, "paid"));
  EXPECT_TRUE(HasRunning(notice_));
  EXPECT_TRUE(End(1, AttemptResult::kTemporaryFailure).last_of_notice);
  EXPECT_EQ(notice_.state, NoticeState::kWithdrawn);
}

TEST_F(NoticeTest, APlanSaidTwiceQueuesOnce) {
  EXPECT_TRUE(FollowPlanned(nullptr, NoticeQueued{"n1", {"FR01", "D42"}, "level1", kNow}));
  Queue();
  EXPECT_FALSE(FollowPlanned(&notice_, NoticeQueued{"n1", {"FR01", "D42"}, "level1", kNow}));
}

TEST_F(NoticeTest, AMessageIdHoldsOnlyPlainCharacters) {
  EXPECT_EQ(MessageId("n1", "a b\r\n>", "example.com"), "<n1.a_20b_0d_0a_3e@example.com>");
}

TEST_F(NoticeTest, WhatEndsAnAttemptTellsWhetherTheAddressIsToBlame) {
  Queue();
  Clear(11);
  Start(11);
  const std::string attempt = AttemptId("n1", "c1", 1);
  const auto blames = [&](AttemptResult result, const std::string& answer) {
    return std::get<AttemptEnded>(Decide(&notice_, EndAttempt{attempt, result, answer}, now_))
        .address_refused;
  };
  EXPECT_TRUE(blames(AttemptResult::kPermanentFailure, "550 5.1.1 user unknown"));
  EXPECT_FALSE(blames(AttemptResult::kPermanentFailure, "550 5.7.1 looks like spam"));
  EXPECT_FALSE(blames(AttemptResult::kTechnicalFailure, "550 5.1.1 user unknown"));
}

}  // namespace
}  // namespace relance::notifier
