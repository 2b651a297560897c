#include "services/scenario/domain/evolve_notices.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;

class NoticeLifeTest : public ::testing::Test {
 protected:
  NoticeLifeTest() {
    bench_.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
    bench_.Settle("2026-10-02 08:30");
    notice_ = bench_.Pending("F-1");
  }
  const Standing& standing() { return bench_.c.items.at("F-1").track.standing; }
  void Reverse(const std::string& receipt, std::string_view at) {
    ReverseMoney back;
    back.receipt = receipt;
    back.currency = testing::kEur;
    back.undone = {{"F-1", 800'00, 800'00}};
    bench_.Tell(back, at);
  }

  Bench bench_;
  std::string notice_;
};

TEST_F(NoticeLifeTest, APlannedNoticeStartsTheFloorAndCountsAsAMessageButMovesNoLevel) {
  ASSERT_FALSE(notice_.empty());
  EXPECT_EQ(standing().level, 0);
  EXPECT_EQ(bench_.c.floor->on, Day("2026-10-02"));
  EXPECT_EQ(bench_.c.messages.at(Day("2026-10-02")), 1);
}

TEST_F(NoticeLifeTest, AWithdrawnNoticeLeavesNothingBehind) {
  On(bench_.c, NoticeWithdrawn{notice_, Obstacle::kHeld});
  EXPECT_EQ(bench_.Pending("F-1"), "");
  EXPECT_FALSE(bench_.c.floor.has_value());
  EXPECT_TRUE(bench_.c.messages.empty());
}

TEST_F(NoticeLifeTest, ItCountsOnceHoweverOftenThatIsSaid) {
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-02")});
  EXPECT_EQ(standing().level, 1);
  EXPECT_EQ(standing().counted_on, Day("2026-10-02"));
  const Case once = bench_.c;
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-09")});
  EXPECT_EQ(bench_.c, once);
}

TEST_F(NoticeLifeTest, APresentationThatIsToldWithoutADateIsThatOfTheFirst) {
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-02")});
  EXPECT_THAT(bench_.Tell(NoticePresented{notice_, Day("2026-10-05")}, "2026-10-06 12:00"),
              ::testing::ElementsAre("count level1 2026-10-05"));
  EXPECT_THAT(bench_.Tell(NoticePresented{notice_, std::nullopt}, "2026-10-20 12:00"),
              ::testing::ElementsAre("count level1 2026-10-05"));
}

TEST_F(NoticeLifeTest, AFailedNoticeNeverCounted) {
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-02")});
  On(bench_.c, ContactFailed{notice_, "email"});
  On(bench_.c, NoticeFailed{notice_});
  EXPECT_EQ(standing().level, 0);
  EXPECT_EQ(standing().step, "preventive");  // Too late when the invoice came.
  EXPECT_FALSE(standing().counted_on);
  EXPECT_FALSE(bench_.c.floor.has_value());
  EXPECT_FALSE(bench_.c.last_message.has_value());
  EXPECT_THAT(bench_.c.items.at("F-1").track.detour->tries.at("level1").contacts,
              ::testing::ElementsAre("email"));
}

TEST_F(NoticeLifeTest, WhoWasTriedForAStepIsRememberedWhileAnotherStepFails) {
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-02")});
  bench_.Settle("2026-10-12 08:30");
  const std::string second = bench_.Pending("F-1");
  for (const std::string& each : {second, notice_}) {
    On(bench_.c, ContactFailed{each, "email"});
    On(bench_.c, NoticeFailed{each});
  }
  EXPECT_THAT(bench_.c.items.at("F-1").track.detour->tries,
              ::testing::ElementsAre(::testing::Key("level1"), ::testing::Key("level2")));
}

TEST_F(NoticeLifeTest, AFailureAfterALaterNoticePutsNothingBack) {
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-02")});
  bench_.Settle("2026-10-12 08:30");
  const std::string second = bench_.Pending("F-1");
  ASSERT_NE(second, notice_);
  On(bench_.c, NoticeCounted{second, Day("2026-10-12")});
  On(bench_.c, NoticeFailed{notice_});
  EXPECT_EQ(standing().level, 2);
  EXPECT_EQ(bench_.c.floor->on, Day("2026-10-12"));
}

TEST_F(NoticeLifeTest, TheFirstPresentationSetsTheCountingDateOfTheLastNoticeOnly) {
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-02")});
  On(bench_.c, PresentationRecorded{notice_, Day("2026-10-05")});
  EXPECT_EQ(standing().counted_on, Day("2026-10-05"));
}

TEST_F(NoticeLifeTest, APresentationCountsForAnItemThatIsClosedMeanwhile) {
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-02")});
  bench_.Pay("P-1", "F-1", 800'00, 0, "2026-10-05 10:00");
  bench_.Tell(NoticePresented{notice_, Day("2026-10-09")}, "2026-10-09 12:00");
  Reverse("P-1", "2026-10-12 00:00");
  EXPECT_EQ(standing().counted_on, Day("2026-10-09"));
}

TEST_F(NoticeLifeTest, WhatLeftWhileItsItemWasBeingPaidCountsWhenThatPaymentIsReversed) {
  bench_.Tell(ClearNotice{notice_}, "2026-10-02 08:30");
  bench_.Pay("P-1", "F-1", 800'00, 0, "2026-10-02 08:31");
  bench_.Tell(NoticeHandedOver{notice_}, "2026-10-02 08:32");
  Reverse("P-1", "2026-10-06 10:00");
  EXPECT_EQ(standing().level, 1);
  EXPECT_EQ(standing().notice, notice_);
  bench_.Settle("2026-10-06 10:00");
  EXPECT_EQ(bench_.Pending("F-1"), "") << "its level is not asked for once more";
}

TEST_F(NoticeLifeTest, WhatLeftUnderItsFirstClearanceCountsThoughASecondOneRefusedIt) {
  On(bench_.c, NoticeWithdrawn{notice_, Obstacle::kStopped});
  EXPECT_THAT(bench_.Tell(NoticeHandedOver{notice_}, "2026-10-02 08:31"), ::testing::SizeIs(1));
  EXPECT_EQ(standing().level, 1);
  EXPECT_EQ(standing().notice, notice_);
  EXPECT_EQ(bench_.c.floor->on, Day("2026-10-02"));
  EXPECT_EQ(bench_.c.messages.at(Day("2026-10-02")), 1);
  bench_.Settle("2026-10-02 12:00");
  EXPECT_EQ(bench_.Pending("F-1"), "") << "its level is not asked for once more";
  EXPECT_THAT(bench_.Tell(NoticeHandedOver{notice_}, "2026-10-03 08:31"), ::testing::IsEmpty());
}

TEST_F(NoticeLifeTest, ItsSuccessorIsWithdrawnWhenTheFirstTurnsOutToHaveLeft) {
  On(bench_.c, NoticeWithdrawn{notice_, Obstacle::kHeld});
  bench_.Settle("2026-10-02 09:00");
  const std::string second = bench_.Pending("F-1");
  ASSERT_NE(second, notice_);
  bench_.Tell(NoticeHandedOver{notice_}, "2026-10-02 09:01");
  EXPECT_EQ(bench_.Pending("F-1"), second);
  bench_.Tell(ClearNotice{second}, "2026-10-02 09:02");
  EXPECT_EQ(bench_.c.notices.at(second).state, NoticeState::kWithdrawn);
  EXPECT_EQ(bench_.c.floor->notice, notice_);
}

TEST_F(NoticeLifeTest, AMessageOvertakenByItsSuccessorMovesNothingBack) {
  On(bench_.c, NoticeWithdrawn{notice_, Obstacle::kHeld});
  bench_.Settle("2026-10-02 09:00");
  const std::string second = bench_.Pending("F-1");
  On(bench_.c, NoticeCounted{second, Day("2026-10-02")});
  On(bench_.c, NoticeCounted{notice_, Day("2026-10-03")});
  EXPECT_EQ(standing().notice, second);
  EXPECT_EQ(standing().counted_on, Day("2026-10-02"));
  EXPECT_EQ(bench_.c.floor->on, Day("2026-10-03"));
}

}  // namespace
}  // namespace relance::scenario
