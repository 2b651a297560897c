#include "services/scenario/domain/planning.h"

#include <gtest/gtest.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;
using testing::StandardFrance;

Item DueOn(std::string_view due) {
  Item item;
  item.due = Day(due);
  item.known_on = Day("2026-09-01");
  return item;
}

TEST(PlanningTest, StepsAreTakenInOrder) {
  const Scenario scenario = StandardFrance();
  Item item = DueOn("2026-10-01");
  EXPECT_EQ(NextStepOf(scenario, item)->id, "preventive");
  item.track.standing.next = NextStep::kAfter;
  item.track.standing.step = "level2";
  EXPECT_EQ(NextStepOf(scenario, item)->id, "call1");
  item.track.standing.step = "handover";
  EXPECT_EQ(NextStepOf(scenario, item), nullptr);
}

TEST(PlanningTest, ImportedHistoryGoesOnAtAHigherLevelWithoutTheCallOfItsOwn) {
  const Scenario scenario = StandardFrance();
  Item item = DueOn("2026-10-01");
  item.track.standing.next = NextStep::kAbove;
  item.track.standing.level = 2;
  EXPECT_EQ(NextStepOf(scenario, item)->id, "level3");
}

TEST(PlanningTest, AStepOfAnotherScenarioSaysOnlyItsLevel) {
  const Scenario scenario = StandardFrance();
  Item item = DueOn("2026-10-01");
  item.track.standing = Standing{};
  item.track.standing.next = NextStep::kAfter;
  item.track.standing.step = "circuit";
  item.track.standing.level = 1;
  EXPECT_EQ(NextStepOf(scenario, item)->id, "level2");
}

TEST(PlanningTest, TheLatestOfAllReasonsDecides) {
  const Scenario scenario = StandardFrance();
  Item item = DueOn("2026-10-01");
  const Step& level2 = *scenario.Find("level2");
  EXPECT_EQ(PlannedDate(item, level2), Day("2026-10-11"));
  item.track.standing.counted_on = Day("2026-10-08");
  EXPECT_EQ(PlannedDate(item, level2), Day("2026-10-15"));
  item.track.detour.Edit().resume_on = Day("2026-10-20");
  EXPECT_EQ(PlannedDate(item, level2), Day("2026-10-20"));
  item.track.detour.Edit().delayed_to = Day("2026-10-27");
  EXPECT_EQ(PlannedDate(item, level2), Day("2026-10-27"));
  EXPECT_EQ(PlannedDate(item, *scenario.Find("call1")), Day("2026-10-20"));
}

TEST(PlanningTest, APreventiveStepExpiresOnTheDueDateAndForLateComers) {
  const Scenario scenario = StandardFrance();
  const Step& preventive = scenario.steps.front();
  Item item = DueOn("2026-10-01");
  EXPECT_FALSE(IsExpired(item, preventive, Day("2026-09-30")));
  EXPECT_TRUE(IsExpired(item, preventive, Day("2026-10-01")));
  item.delivered_on = Day("2026-09-24");
  EXPECT_FALSE(IsExpired(item, preventive, Day("2026-09-24")));
  item.delivered_on = Day("2026-09-25");
  EXPECT_TRUE(IsExpired(item, preventive, Day("2026-09-24")));
}

TEST(PlanningTest, AStepBeginsWhenBothZonesHaveItsDate) {
  Bench bench;
  bench.context.debtor_zone = *Zone::Find("America/New_York");
  EXPECT_FALSE(HasBegun(Day("2026-10-02"), bench.context, bench.At("2026-10-02 05:59")));
  EXPECT_TRUE(HasBegun(Day("2026-10-02"), bench.context, bench.At("2026-10-02 06:00")));
  EXPECT_EQ(FirstMomentOf(Day("2026-10-02"), bench.context), bench.At("2026-10-02 14:30"));
}

TEST(PlanningTest, TheCapCountsFromTheArrivalOfWhatCameLate) {
  const Scenario scenario = StandardFrance();
  Item item = DueOn("2026-10-01");
  EXPECT_EQ(CapDate(item, scenario), Day("2026-12-30"));
  item.known_on = Day("2026-11-02");
  EXPECT_EQ(CapDate(item, scenario), Day("2027-01-31"));
}

TEST(PlanningTest, ADelayCountsBusinessDaysFromTheOpenDayOfTheNextMessage) {
  Bench bench;
  Item item = DueOn("2026-10-01");
  item.track.standing.next = NextStep::kAfter;
  item.track.standing.step = "level1";
  // level2 is planned on Sunday 10-11, moved to Monday 10-12.
  EXPECT_EQ(DelayedTo(item, bench.context, Day("2026-10-05")), Day("2026-10-19"));
  EXPECT_EQ(DelayedTo(item, bench.context, Day("2026-10-20")), Day("2026-10-27"));
  item.track.standing.step = "formal_notice";
  EXPECT_EQ(DelayedTo(item, bench.context, Day("2026-10-20")), std::nullopt);
}

}  // namespace
}  // namespace relance::scenario
