#include "services/scenario/domain/explain.h"

#include <gtest/gtest.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;

class ExplainTest : public ::testing::Test {
 protected:
  ExplainTest() {
    bench_.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
    bench_.Settle("2026-10-02 07:00");
  }
  ItemExplanation At(std::string_view at) {
    const auto entries = Explain(bench_.c, bench_.context, bench_.At(at));
    EXPECT_EQ(entries.size(), 1U);
    return entries.at(0);
  }

  Bench bench_;
};

TEST_F(ExplainTest, BeforeTheWindowOpensTheStepWaitsForItsHour) {
  const ItemExplanation entry = At("2026-10-02 07:30");
  EXPECT_EQ(entry.open, (Money{testing::kEur, 800'00}));
  EXPECT_EQ(entry.next_step, "level1");
  EXPECT_EQ(entry.waiting_for, Obstacle::kNone);
  EXPECT_EQ(entry.next_at, bench_.At("2026-10-02 08:30"));
}

TEST_F(ExplainTest, ADueStepOutsideTheWindowSaysSo) {
  const ItemExplanation entry = At("2026-10-02 19:00");
  EXPECT_EQ(entry.waiting_for, Obstacle::kWindow);
  EXPECT_EQ(entry.next_at, bench_.At("2026-10-05 08:30"));
}

TEST_F(ExplainTest, AHoldSaysWhenItEndsAndADisputeDoesNot) {
  bench_.Tell(PlaceHold{"F-1", Day("2026-10-06"), "audit"}, "2026-10-02 08:00");
  ItemExplanation entry = At("2026-10-02 09:00");
  EXPECT_EQ(entry.waiting_for, Obstacle::kHeld);
  ASSERT_EQ(entry.holds.size(), 1U);
  EXPECT_EQ(entry.holds[0].ReasonWord(), "audit");
  EXPECT_EQ(entry.next_at, bench_.At("2026-10-07 08:30"));
  bench_.Tell(OpenDispute{"DI-1", "F-1", "price", 0}, "2026-10-02 10:00");
  entry = At("2026-10-02 10:00");
  EXPECT_EQ(entry.waiting_for, Obstacle::kHeld);
  EXPECT_EQ(entry.next_at, std::nullopt);
}

TEST_F(ExplainTest, SwitchesAndMinimumsWaitForAnEvent) {
  bench_.context.entity_stopped = true;
  EXPECT_EQ(At("2026-10-02 09:00").waiting_for, Obstacle::kStopped);
  EXPECT_EQ(At("2026-10-02 09:00").next_at, std::nullopt);
  bench_.context.entity_stopped = false;
  bench_.c.items.Edit("F-1")->open = 40'00;
  EXPECT_EQ(At("2026-10-02 09:00").waiting_for, Obstacle::kMinimum);
  EXPECT_EQ(At("2026-10-02 09:00").next_at, std::nullopt);
}

TEST_F(ExplainTest, AfterALevelItNamesTheLastStepAndTheNextDate) {
  bench_.Settle("2026-10-02 08:30");
  const std::string notice = bench_.Pending("F-1");
  EXPECT_EQ(At("2026-10-02 08:30").pending_notice, notice);
  bench_.Tell(ClearNotice{notice}, "2026-10-02 08:30");
  bench_.Tell(NoticeHandedOver{notice}, "2026-10-02 08:30");
  const ItemExplanation entry = At("2026-10-02 09:00");
  EXPECT_EQ(entry.level, 1);
  EXPECT_EQ(entry.last_step, "level1");
  EXPECT_EQ(entry.last_notice_on, Day("2026-10-02"));
  EXPECT_EQ(entry.next_step, "level2");
  EXPECT_EQ(entry.next_at, bench_.At("2026-10-12 08:30"));
}

TEST_F(ExplainTest, TheWordsSayWhatFollowsAndWhatIsWaitedFor) {
  EXPECT_EQ(SummaryOf({}), "Nothing is open.");
  ItemExplanation later;
  later.next_step = "level2";
  later.next_at = bench_.At("2026-10-12 08:30");
  EXPECT_EQ(WordsOf(later), "level2 follows at 2026-10-12T06:30:00.000Z unless paid");
  ItemExplanation sooner = later;
  sooner.next_step = "level1";
  sooner.next_at = bench_.At("2026-10-02 08:30");
  sooner.waiting_for = Obstacle::kFloor;
  EXPECT_EQ(WordsOf(sooner), "waits: " + std::string(Word(Obstacle::kFloor)));
  EXPECT_EQ(SummaryOf({later, sooner}),
            "2 open items; next: level1 at 2026-10-02T06:30:00.000Z unless paid.");
  sooner.next_at.reset();
  EXPECT_EQ(SummaryOf({sooner}), "1 open item; nothing is planned.");
  sooner.pending_notice = "n-1";
  EXPECT_EQ(WordsOf(sooner), "a notice is on its way");
}

}  // namespace
}  // namespace relance::scenario
