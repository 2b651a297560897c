#include "services/scenario/domain/thanks.h"

#include <gmock/gmock.h>

#include "libs/digest/digest.h"
#include "services/scenario/domain/testing/bench.h"
#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kEur;
using testing::Told;

/// Reminded on Friday at 08:30, and paid that day.
class ThanksTest : public ::testing::Test {
 protected:
  ThanksTest() {
    bench_.Invoice("F-1", 800'00, "2026-10-01", "2026-09-28 07:00");
    bench_.Settle("2026-10-02 08:30");
    const std::string level1 = bench_.Pending("F-1");
    bench_.Tell(ClearNotice{level1}, "2026-10-02 08:30");
    bench_.Tell(NoticeHandedOver{level1}, "2026-10-02 08:30");
  }

  void Pay(const char* at = "2026-10-02 10:00") { bench_.Pay("P-1", "F-1", 800'00, 0, at); }
  /// Paid, and planned; the id of the notice.
  std::string Planned() {
    Pay();
    bench_.Settle("2026-10-02 10:00");
    return thanks().notice;
  }
  void Clear(const char* at = "2026-10-02 10:01") { bench_.Tell(ClearNotice{thanks().notice}, at); }
  const ThankYou& thanks() const { return *bench_.c.thanks; }

  Bench bench_;
};

TEST_F(ThanksTest, ThePaymentThatClosedTheCaseIsThankedForOnce) {
  EXPECT_EQ(Planned(), DerivedId("FR01", "D42", "1", "thanks for a payment", "1"));
  EXPECT_EQ(thanks().amount, (Money{kEur, 800'00}));
  EXPECT_EQ(thanks().received_on, Day("2026-10-02"));
  EXPECT_EQ(thanks().state, ThankYouState::kPlanned);
  Clear();
  EXPECT_EQ(thanks().state, ThankYouState::kCleared);
  EXPECT_EQ(thanks().contact.Key(), "email");
  EXPECT_THAT(bench_.Tell(NoticeHandedOver{thanks().notice}, "2026-10-02 10:01"),
              ElementsAre("thank email"));
  EXPECT_THAT(bench_.Tell(NoticeHandedOver{thanks().notice}, "2026-10-02 10:02"), IsEmpty());
  EXPECT_THAT(bench_.Settle("2026-10-05 09:00"), IsEmpty());
  EXPECT_EQ(thanks().sent_on, Day("2026-10-02"));
}

TEST_F(ThanksTest, AllOfThePaymentIsThankedForAlsoWhatWasNotNeeded) {
  RecordMoney money;
  money.receipt = "P-1";
  money.currency = kEur;
  money.booked_on = Day("2026-10-02");
  money.value_on = Day("2026-10-01");
  money.allocations = {{"F-1", 800'00, 0}};
  money.rest = 200'00;
  bench_.Tell(money, "2026-10-02 10:00");
  EXPECT_EQ(thanks().amount, (Money{kEur, 1'000'00}));
  EXPECT_EQ(thanks().received_on, Day("2026-10-01"));
}

TEST_F(ThanksTest, APaymentAllocatedInTwoPartsIsThankedForAsItCame) {
  bench_.Invoice("F-2", 300'00, "2026-10-01", "2026-10-02 09:00");
  RecordMoney money;
  money.receipt = "P-1";
  money.currency = kEur;
  money.booked_on = money.value_on = Day("2026-10-02");
  money.amount = 1'100'00;
  money.allocations = {{"F-1", 800'00, 0}};
  money.rest = 300'00;
  bench_.Tell(money, "2026-10-02 10:00");
  EXPECT_FALSE(bench_.c.thanks);
  money.amount = 0;
  money.allocations = {{"F-2", 300'00, 0}};
  money.rest = 0;
  bench_.Tell(money, "2026-10-02 11:00");
  EXPECT_EQ(thanks().amount, (Money{kEur, 1'100'00}));
}

TEST_F(ThanksTest, AValueDateAheadIsNotYetADayOnWhichItWasReceived) {
  RecordMoney money;
  money.receipt = "P-1";
  money.currency = kEur;
  money.booked_on = Day("2026-10-02");
  money.value_on = Day("2026-10-06");
  money.allocations = {{"F-1", 800'00, 0}};
  bench_.Tell(money, "2026-10-02 10:00");
  EXPECT_EQ(thanks().received_on, Day("2026-10-02"));
}

TEST_F(ThanksTest, APaymentThatCameBackMeanwhileIsNotThankedFor) {
  const std::string notice = Planned();
  ReverseMoney reversal;
  reversal.receipt = "P-1";
  reversal.currency = kEur;
  reversal.undone = {{"F-1", 800'00, 800'00}};
  bench_.Tell(reversal, "2026-10-02 10:05");
  EXPECT_EQ(thanks().state, ThankYouState::kWithdrawn);
  EXPECT_EQ(thanks().reason, Obstacle::kReopened);
  EXPECT_THAT(bench_.Decide(ClearNotice{notice}, "2026-10-02 10:06").value(), IsEmpty());
}

TEST_F(ThanksTest, WhoOwesAgainIsNotThankedAtTheOpening) {
  bench_.Pay("P-1", "F-1", 800'00, 0, "2026-10-02 19:00");
  EXPECT_EQ(thanks().state, ThankYouState::kOwed);
  bench_.Invoice("F-2", 300'00, "2026-11-01", "2026-10-05 07:00");
  EXPECT_THAT(bench_.Settle("2026-10-05 08:30"), IsEmpty());
  EXPECT_EQ(thanks().reason, Obstacle::kReopened);
}

TEST_F(ThanksTest, WhatStandsInTheWayAtHandOverIsNamed) {
  struct Way {
    const char* what;
    void (*block)(Bench&);
    Obstacle reason;
  };
  const Way ways[] = {
      {"entity", [](Bench& b) { b.context.entity_stopped = true; }, Obstacle::kStopped},
      {"channel", [](Bench& b) { b.context.channels_stopped = {Channel::kEmail}; },
       Obstacle::kStopped},
      {"insolvent", [](Bench& b) { b.c.insolvent = true; }, Obstacle::kInsolvent},
      {"no words", [](Bench& b) { b.context.can_thank = false; }, Obstacle::kNoText},
      {"nobody", [](Bench& b) { b.context.contacts.clear(); }, Obstacle::kNoContact},
      {"bounced", [](Bench& b) { b.context.contacts.front().bounced = true; },
       Obstacle::kNoContact},
  };
  const std::string notice = Planned();
  const Case planned = bench_.c;
  const Context open = bench_.context;
  for (const Way& way : ways) {
    bench_.c = planned;
    bench_.context = open;
    way.block(bench_);
    Clear();
    EXPECT_EQ(thanks().state, ThankYouState::kWithdrawn) << way.what;
    EXPECT_EQ(thanks().reason, way.reason) << way.what;
    EXPECT_THAT(bench_.Settle("2026-10-05 09:00"), IsEmpty()) << way.what;
  }
}

TEST_F(ThanksTest, NeitherOtherChannelsNorOtherRolesAreThanked) {
  Planned();
  bench_.context.contacts.clear();
  auto& legal = bench_.context.contacts.emplace_back();
  legal.role = "legal";
  bench_.context.contacts.emplace_back().channel = Channel::kSms;
  Clear();
  EXPECT_EQ(thanks().reason, Obstacle::kNoContact);
}

TEST_F(ThanksTest, TooLateForTheWindowItIsPlannedAgainAtTheNextOpening) {
  const std::string first = Planned();
  Clear("2026-10-02 18:00");
  EXPECT_EQ(thanks().state, ThankYouState::kOwed);
  EXPECT_EQ(NextMoment(bench_.c, bench_.context, bench_.At("2026-10-02 18:00")),
            bench_.At("2026-10-05 08:30"));
  bench_.Settle("2026-10-05 08:30");
  EXPECT_EQ(thanks().state, ThankYouState::kPlanned);
  EXPECT_EQ(thanks().notice, DerivedId("FR01", "D42", "1", "thanks for a payment", "2"));
  EXPECT_NE(thanks().notice, first);
}

TEST_F(ThanksTest, OneThatLeftUnderItsClearanceHasLeft) {
  const std::string notice = Planned();
  Clear();
  bench_.Invoice("F-2", 300'00, "2026-11-01", "2026-10-02 10:02");
  EXPECT_EQ(thanks().state, ThankYouState::kWithdrawn);
  EXPECT_THAT(bench_.Tell(NoticeHandedOver{notice}, "2026-10-02 10:02"),
              ElementsAre("thank email"));
}

TEST_F(ThanksTest, AMailThatComesBackHarmsNoStepAndIsNotSentElsewhere) {
  const std::string notice = Planned();
  Clear();
  bench_.Tell(NoticeHandedOver{notice}, "2026-10-02 10:01");
  const Case before = bench_.c;
  bench_.Tell(NoticeContactFailed{notice, "email:somebody"}, "2026-10-02 10:30");
  EXPECT_EQ(bench_.c, before);
  bench_.Tell(NoticeContactFailed{notice, "email"}, "2026-10-02 10:30");
  EXPECT_EQ(thanks().state, ThankYouState::kFailed);
  bench_.c.thanks->state = ThankYouState::kSent;
  EXPECT_EQ(bench_.c, before);
  EXPECT_THAT(bench_.SettleFacts("2026-10-05 09:00"), IsEmpty());
}

TEST_F(ThanksTest, NoFloorNoCountAndNoPressureComesOfIt) {
  const std::string notice = Planned();
  const Case before = bench_.c;
  Clear();
  bench_.Tell(NoticeHandedOver{notice}, "2026-10-02 10:01");
  EXPECT_EQ(bench_.c.floor, before.floor);
  EXPECT_EQ(bench_.c.messages, before.messages);
  EXPECT_EQ(bench_.c.last_message, before.last_message);
  EXPECT_EQ(bench_.c.notices, before.notices);
}

TEST(ThanksStoryTest, ADebtorWhoHadHisMessageOfTheDayIsThankedAllTheSame) {
  EXPECT_THAT(Told(R"(show send thank
set pressure 1
2026-09-28 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-02 08:40 payment P-1 12000.00 EUR for F-1
2026-10-02 09:00 invoice F-2 700.00 EUR due 2026-10-01
until 2026-10-08)"),
              ElementsAre("2026-10-02 08:30:00 send level1 email items F-1:12000.00@1 "
                          "net 12000.00 EUR",
                          "2026-10-02 08:40:00 thank email",
                          "2026-10-07 08:30:00 send level1 email items F-2:700.00@1 "
                          "net 700.00 EUR"));
}

TEST(ThanksWordsTest, SayWhatBecameOfIt) {
  ThankYou thanks;
  thanks.amount = {kEur, 800'00};
  thanks.received_on = Day("2026-10-02");
  const std::string begin = "a thank-you for 800.00 EUR received on 2026-10-02 ";
  EXPECT_EQ(WordsOf(thanks), begin + "follows at the next opening");
  thanks.state = ThankYouState::kCleared;
  EXPECT_EQ(WordsOf(thanks), begin + "is on its way");
  thanks.state = ThankYouState::kSent;
  thanks.sent_on = Day("2026-10-05");
  EXPECT_EQ(WordsOf(thanks), begin + "was handed over on 2026-10-05");
  thanks.state = ThankYouState::kWithdrawn;
  thanks.reason = Obstacle::kReopened;
  EXPECT_EQ(WordsOf(thanks), begin + "was not sent: reopened");
  thanks.state = ThankYouState::kFailed;
  EXPECT_EQ(WordsOf(thanks), begin + "did not arrive");
}

}  // namespace
}  // namespace relance::scenario
