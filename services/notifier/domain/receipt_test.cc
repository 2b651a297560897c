#include "services/notifier/domain/receipt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

const Instant kNow = FromMillis(1'790'000'000'000);
const Date kToday = std::chrono::floor<std::chrono::days>(kNow);

/// A notice of which each contact has been tried once, an hour ago.
Notice HandedOver(const std::vector<ClearedContact>& contacts,
                  std::optional<AttemptResult> result = AttemptResult::kSubmitted) {
  Notice notice;
  notice.id = "n1";
  notice.account = {"FR01", "D42"};
  notice.clearance = Clearance{"ask", 7, 11, 1, false, contacts};
  for (const ClearedContact& contact : contacts) {
    Attempt attempt;
    attempt.id = AttemptId("n1", contact.id, 1);
    attempt.contact = contact.id;
    attempt.channel = contact.channel;
    attempt.number = 1;
    attempt.clearance = 11;
    attempt.started_at = kNow - 1h;
    attempt.result = result;
    notice.attempts.push_back(attempt);
  }
  return notice;
}

RecordReceipt Told(ReceiptKind kind, const std::string& contact = "",
                   std::optional<Date> on = std::nullopt) {
  return {"", contact, Receipt{kind, on, "in its words", "anna", {}}};
}

std::string Refused(const Notice& notice, const RecordReceipt& command) {
  const auto decided = Decide(&notice, command, kNow);
  const auto* refusal = std::get_if<ReceiptRefusal>(&decided);
  return refusal == nullptr ? "" : std::string(Name(*refusal));
}

std::vector<NoticeFact> Facts(const Notice& notice, const RecordReceipt& command) {
  const auto decided = Decide(&notice, command, kNow);
  const auto* facts = std::get_if<std::vector<NoticeFact>>(&decided);
  return facts == nullptr ? std::vector<NoticeFact>{} : *facts;
}

Notice After(Notice notice, const RecordReceipt& command) {
  for (const auto& fact : Facts(notice, command)) notice = Evolve(std::move(notice), fact, kNow);
  return notice;
}

const std::vector<ClearedContact> kOneMail{{"c1", Channel::kEmail}};
const std::vector<ClearedContact> kMailAndLetter{{"c1", Channel::kEmail},
                                                 {"c2", Channel::kRegistered}};

TEST(ReceiptTest, ABounceIsKeptWithTheAttemptItIsOf) {
  const Notice after = After(HandedOver(kOneMail), Told(ReceiptKind::kBounced));
  ASSERT_EQ(after.attempts[0].receipts.size(), 1U);
  EXPECT_EQ(after.attempts[0].receipts[0],
            (Receipt{ReceiptKind::kBounced, std::nullopt, "in its words", "anna", kNow}));
  EXPECT_TRUE(CameBack(after.attempts[0]));
  EXPECT_EQ(after.state, NoticeState::kEnded);
}

TEST(ReceiptTest, AMessageThatCameBackIsNotSentAgainUnderTheSameNotice) {
  Notice after = After(HandedOver(kOneMail), Told(ReceiptKind::kFailed));
  after.clearance->sequence = 12;
  EXPECT_THAT(OpenContacts(after), testing::IsEmpty());
}

TEST(ReceiptTest, TheSameReceiptTwiceIsOneAndAnotherDayIsNews) {
  const Notice letter = HandedOver({{"c2", Channel::kRegistered}});
  const auto presented = Told(ReceiptKind::kPresented, "", kToday);
  const Notice after = After(letter, presented);
  EXPECT_TRUE(std::holds_alternative<AlreadyRecorded>(Decide(&after, presented, kNow)));
  EXPECT_EQ(Facts(after, Told(ReceiptKind::kUnclaimed, "", kToday)).size(), 1U);
  EXPECT_EQ(Facts(after, Told(ReceiptKind::kPresented)).size(), 1U);
}

TEST(ReceiptTest, APresentationIsOfTheRegisteredLetterAndAnythingElseNeedsItsContact) {
  const Notice notice = HandedOver(kMailAndLetter);
  const auto facts = Facts(notice, Told(ReceiptKind::kPresented));
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(std::get<ReceiptRecorded>(facts[0]).contact, "c2");
  EXPECT_EQ(Refused(notice, Told(ReceiptKind::kBounced)), "which_contact");
  EXPECT_EQ(Refused(notice, Told(ReceiptKind::kPresented, "c1")), "not_registered");
  EXPECT_EQ(Refused(HandedOver(kOneMail), Told(ReceiptKind::kRefused)), "not_registered");
}

TEST(ReceiptTest, WhatWasNeverHandedOverHasNoReceipt) {
  for (const auto result : {AttemptResult::kTemporaryFailure, AttemptResult::kPermanentFailure,
                            AttemptResult::kTechnicalFailure}) {
    EXPECT_EQ(Refused(HandedOver(kOneMail, result), Told(ReceiptKind::kBounced)),
              "not_handed_over");
  }
  EXPECT_EQ(Refused(HandedOver(kOneMail), Told(ReceiptKind::kBounced, "c9")), "not_handed_over");
  EXPECT_EQ(Refused(Notice{}, Told(ReceiptKind::kDelivered)), "not_handed_over");
  EXPECT_EQ(Refused(HandedOver(kOneMail), Told(ReceiptKind::kUnspecified)), "no_kind");
  const auto unknown = Decide(nullptr, Told(ReceiptKind::kBounced), kNow);
  EXPECT_EQ(std::get<ReceiptRefusal>(unknown), ReceiptRefusal::kUnknownNotice);
}

/// The provider speaks of it: so it has it, whatever became of its answer.
TEST(ReceiptTest, AReceiptEndsAnAttemptWhoseResultIsNotKnown) {
  for (const auto result :
       {std::optional<AttemptResult>(AttemptResult::kUnknown), std::optional<AttemptResult>()}) {
    const Notice notice = HandedOver(kOneMail, result);
    const auto facts = Facts(notice, Told(ReceiptKind::kDelivered));
    ASSERT_EQ(facts.size(), 2U);
    const auto& ended = std::get<AttemptEnded>(facts[0]);
    EXPECT_EQ(ended.result, AttemptResult::kSubmitted);
    EXPECT_EQ(ended.channel, Channel::kEmail);
    EXPECT_TRUE(ended.last_of_notice);
    const Notice after = After(notice, Told(ReceiptKind::kDelivered));
    EXPECT_EQ(after.attempts[0].result, AttemptResult::kSubmitted);
    EXPECT_EQ(after.attempts[0].receipts.size(), 1U);
  }
}

TEST(ReceiptTest, AReceiptIsOfTheLastAttemptThatLeft) {
  Notice notice = HandedOver(kOneMail, AttemptResult::kTemporaryFailure);
  Attempt second = notice.attempts[0];
  second.id = AttemptId("n1", "c1", 2);
  second.number = 2;
  second.result = AttemptResult::kSubmitted;
  notice.attempts.push_back(second);
  EXPECT_EQ(std::get<ReceiptRecorded>(Facts(notice, Told(ReceiptKind::kBounced))[0]).attempt,
            second.id);
  auto first = Told(ReceiptKind::kBounced);
  first.attempt = notice.attempts[0].id;
  EXPECT_EQ(Refused(notice, first), "not_handed_over");
}

TEST(ReceiptTest, ALetterIsNotPresentedBeforeItLeftNorTomorrow) {
  const Notice letter = HandedOver({{"c2", Channel::kEregistered}});
  const auto on = [&](int days) {
    return Refused(letter, Told(ReceiptKind::kRefused, "", kToday + std::chrono::days(days)));
  };
  EXPECT_EQ(on(-3), "wrong_day");
  EXPECT_EQ(on(2), "wrong_day");
  EXPECT_EQ(on(0), "");
  EXPECT_EQ(on(-1), "") << "a day of another zone";
}

TEST(ReceiptTest, OnlyAPresentationHasADay) {
  const auto facts = Facts(HandedOver(kOneMail), Told(ReceiptKind::kBounced, "", kToday));
  EXPECT_EQ(std::get<ReceiptRecorded>(facts.at(0)).receipt.on, std::nullopt);
}

TEST(ReceiptTest, WhatWasDeliveredHasArrivedUntilItComesBack) {
  Attempt attempt;
  EXPECT_FALSE(HasArrived(attempt));
  EXPECT_FALSE(NeverArrives(attempt)) << "nobody has told anything";
  attempt.receipts.emplace_back().kind = ReceiptKind::kDelivered;
  EXPECT_TRUE(HasArrived(attempt));
  EXPECT_FALSE(NeverArrives(attempt));
  attempt.receipts.emplace_back().kind = ReceiptKind::kBounced;
  EXPECT_FALSE(HasArrived(attempt));
  EXPECT_TRUE(NeverArrives(attempt));
}

TEST(ReceiptTest, ALetterThatNobodyTookNeverArrivesUnlessItIsPresentedAfterAll) {
  Attempt attempt;
  attempt.receipts.emplace_back().kind = ReceiptKind::kUnclaimed;
  EXPECT_TRUE(NeverArrives(attempt));
  attempt.receipts.emplace_back().kind = ReceiptKind::kPresented;
  EXPECT_TRUE(HasArrived(attempt));
  EXPECT_FALSE(NeverArrives(attempt));
}

TEST(ReceiptTest, DebtorsViewersAndAuditorsTellNothingOfDeliveries) {
  for (const char* role : {"collector", "lead", "legal", "admin", "operator"}) {
    EXPECT_TRUE(MayTellReceipts(role)) << role;
  }
  for (const char* role : {"debtor", "viewer", "auditor", ""}) {
    EXPECT_FALSE(MayTellReceipts(role)) << role;
  }
}

TEST(ReceiptTest, EveryRefusalHasAWordAndAField) {
  for (int i = 0; i <= static_cast<int>(ReceiptRefusal::kWrongDay); ++i) {
    EXPECT_NE(Name(static_cast<ReceiptRefusal>(i)), "refused");
    EXPECT_NE(FieldOf(static_cast<ReceiptRefusal>(i)), "");
  }
}

}  // namespace
}  // namespace relance::notifier
