#include "services/scenario/domain/forecast.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ForecastTest : public ::testing::Test {
 protected:
  ForecastTest() : bench_(testing::EmailFrance()) {}

  /// "F-1 level1@1 2026-10-02 08:30" of everything that comes.
  std::vector<std::string> Coming(const char* now, const char* until = "2027-02-01 00:00") {
    std::vector<std::string> lines;
    for (const auto& step : Forecast(bench_.c, bench_.context, bench_.At(now), bench_.At(until))) {
      lines.push_back(step.item + " " + step.step + "@" + std::to_string(step.level) + " " +
                      Wall(step.at));
    }
    return lines;
  }

  /// "2026-10-02 08:30".
  std::string Wall(Instant at) const {
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(bench_.context.entity_zone.TimeOfDay(at))
            .count();
    const auto two = [](int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return FormatDate(bench_.context.entity_zone.DateOf(at)) + " " + two(minutes / 60) + ":" +
           two(minutes % 60);
  }

  Bench bench_;
};

TEST_F(ForecastTest, AnInvoiceNobodyPaysClimbsStepByStepAndItsApprovalIsGiven) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-01 09:00");
  EXPECT_THAT(Coming("2026-09-01 09:00"),
              ElementsAre("F-1 preventive@0 2026-09-24 08:30", "F-1 level1@1 2026-10-02 08:30",
                          "F-1 level2@2 2026-10-12 08:30", "F-1 level3@3 2026-10-23 08:30",
                          "F-1 formal_notice@4 2026-11-05 08:30"));
}

TEST_F(ForecastTest, WhatComesAfterTheEndIsNotTold) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-01 09:00");
  EXPECT_THAT(Coming("2026-09-01 09:00", "2026-10-02 08:30"),
              ElementsAre("F-1 preventive@0 2026-09-24 08:30", "F-1 level1@1 2026-10-02 08:30"));
}

TEST_F(ForecastTest, AHoldIsWaitedForAndTheCaseItselfStaysAsItIs) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-28 09:00");
  bench_.Tell(PlaceHold{"F-1", Day("2026-10-09")}, "2026-09-28 10:00");
  const Case before = bench_.c;
  EXPECT_THAT(Coming("2026-09-28 10:00", "2026-10-13 00:00"),
              ElementsAre("F-1 level1@1 2026-10-12 08:30"));
  EXPECT_EQ(bench_.c, before);
}

TEST_F(ForecastTest, ANoticeThatWaitsForItsClearanceIsForeseenNow) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-10-01 09:00");
  bench_.SettleFacts("2026-10-02 08:30");
  ASSERT_FALSE(bench_.Pending("F-1").empty());
  EXPECT_THAT(Coming("2026-10-02 08:40", "2026-10-12 09:00"),
              ElementsAre("F-1 level1@1 2026-10-02 08:40", "F-1 level2@2 2026-10-12 08:30"));
}

TEST_F(ForecastTest, CallsAndHandOversAreForeseenToo) {
  Bench bench;
  bench.Invoice("F-1", 1000'00, "2026-10-01", "2026-10-01 09:00");
  std::vector<std::string> steps;
  for (const auto& step : Forecast(bench.c, bench.context, bench.At("2026-10-01 09:00"),
                                   bench.At("2027-02-01 00:00"))) {
    steps.push_back(step.step);
  }
  EXPECT_THAT(steps,
              ElementsAre("level1", "level2", "call1", "level3", "formal_notice", "handover"));
}

/// "earlier F-1 level2 -3 days" of a case whose scenario changes.
class CompareForecastsTest : public ForecastTest {
 protected:
  std::vector<std::string> Changes(const std::function<void(Scenario&)>& change) {
    const Instant now = bench_.At("2026-10-01 09:00");
    const Instant until = bench_.At("2027-02-01 00:00");
    Scenario next = *bench_.context.scenario;
    change(next);
    Context context = bench_.context;
    context.scenario = &next;
    std::vector<std::string> lines;
    for (const auto& found :
         CompareForecasts(Forecast(bench_.c, bench_.context, now, until), *bench_.context.scenario,
                          Forecast(bench_.c, context, now, until), next)) {
      std::string line = std::string(Word(found.effect)) + " " + found.item + " " + found.step;
      if (found.before && found.after) {
        const auto days = (bench_.context.entity_zone.DateOf(*found.after) -
                           bench_.context.entity_zone.DateOf(*found.before))
                              .count();
        line += " " + std::to_string(days);
      }
      lines.push_back(line);
    }
    return lines;
  }
  static Step& StepOf(Scenario& scenario, std::string_view id) {
    return scenario.steps[scenario.IndexOf(id)];
  }
};

TEST_F(CompareForecastsTest, TheSameScenarioChangesNothing) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-28 09:00");
  EXPECT_THAT(Changes([](Scenario&) {}), IsEmpty());
}

TEST_F(CompareForecastsTest, AStepThatComesEarlierMayPullTheNextOnes) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-28 09:00");
  EXPECT_THAT(Changes([](Scenario& s) { StepOf(s, "level2").at = 8; }),
              ElementsAre("earlier F-1 level2 -3"));
  EXPECT_THAT(Changes([](Scenario& s) { StepOf(s, "level2").at = 20; }),
              ElementsAre("later F-1 level2 9", "later F-1 level3 5"));
}

TEST_F(CompareForecastsTest, AStepThatIsGoneIsSentNoMoreAndANewOneIsNew) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-28 09:00");
  EXPECT_THAT(Changes([](Scenario& s) { s.steps.erase(s.steps.begin() + 3); }),
              ElementsAre("no_more F-1 level3"));
  EXPECT_THAT(Changes([](Scenario& s) { StepOf(s, "level3").id = "level3b"; }),
              ElementsAre("no_more F-1 level3", "new F-1 level3b"));
}

TEST_F(CompareForecastsTest, AnotherChannelAtTheSameMomentIsOtherwise) {
  bench_.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-28 09:00");
  EXPECT_THAT(Changes([](Scenario& s) { StepOf(s, "level2").channels = {Channel::kSms}; }),
              ElementsAre("otherwise F-1 level2 0"));
}

TEST_F(CompareForecastsTest, ALimitThatANoticeDoesNotReachKeepsIt) {
  bench_.Invoice("F-1", 100'00, "2026-10-01", "2026-09-28 09:00");
  EXPECT_THAT(Changes([](Scenario& s) { s.min_notice.SetOther(200'000); }),
              ElementsAre("no_more F-1 level1", "no_more F-1 level2", "no_more F-1 level3"));
}

TEST(MoveForTest, ACaseGoesOverWhereItsNextCycleChangesOrItsOwnPlanHasANewerVersion) {
  Case c;
  c.running = true;
  c.pinned = {"plan", 1};
  const ScenarioRef other{"firm", 3};
  EXPECT_EQ(MoveFor(c, {"plan", 1}, {"plan", 2}), (ScenarioRef{"plan", 2}));
  EXPECT_EQ(MoveFor(c, {"plan", 1}, other), other);
  EXPECT_EQ(MoveFor(c, {"plan", 2}, {"plan", 2}), (ScenarioRef{"plan", 2}));
}

TEST(MoveForTest, ACaseStaysWhereTheChangeIsNotItsOwn) {
  Case c;
  c.running = true;
  c.pinned = {"plan", 1};
  EXPECT_EQ(MoveFor(c, {"firm", 3}, {"firm", 3}), std::nullopt);
  EXPECT_EQ(MoveFor(c, {"firm", 3}, {"plan", 1}), std::nullopt);
  EXPECT_EQ(MoveFor(c, {"plan", 1}, {}), std::nullopt);
  c.running = false;
  EXPECT_EQ(MoveFor(c, {"plan", 1}, {"plan", 2}), std::nullopt);
}

TEST(MoveCaseTest, ARunningCaseGoesOnInTheOtherVersionAboveTheLevelItReached) {
  Bench bench(testing::EmailFrance());
  bench.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-28 09:00");
  bench.c.items.Edit("F-1")->track.standing.level = 2;
  const ScenarioRef old = bench.c.pinned;
  const ScenarioRef next{old.name, old.version + 1};
  bench.Tell(MoveCase{old, next}, "2026-10-14 12:00");
  EXPECT_EQ(bench.c.pinned, next);
  EXPECT_EQ(bench.c.items.at("F-1").track.standing.next, NextStep::kAbove);
  EXPECT_TRUE(bench.c.assigned.name.empty());
}

TEST(MoveCaseTest, ACaseThatFollowsAnotherVersionOrNoneStays) {
  Bench bench(testing::EmailFrance());
  const ScenarioRef old{"email-fr", 1};
  const ScenarioRef next{"email-fr", 2};
  EXPECT_FALSE(bench.Decide(MoveCase{old, next}, "2026-10-14 12:00"));
  bench.Invoice("F-1", 1000'00, "2026-10-01", "2026-09-28 09:00");
  EXPECT_FALSE(bench.Decide(MoveCase{{"email-fr", 7}, next}, "2026-10-14 12:00"));
  EXPECT_FALSE(bench.Decide(MoveCase{bench.c.pinned, bench.c.pinned}, "2026-10-14 12:00"));
}

}  // namespace
}  // namespace relance::scenario
