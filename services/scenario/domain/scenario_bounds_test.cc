#include "services/scenario/domain/scenario_bounds.h"

#include <gmock/gmock.h>

#include <limits>

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Step Message(int level, int gap, std::vector<Channel> channels) {
  Step step;
  step.level = level;
  step.at = level == 0 ? -7 : level * 10;
  step.gap = gap;
  step.channels = std::move(channels);
  return step;
}

Scenario Plan(std::vector<Step> steps) {
  Scenario scenario;
  scenario.steps = std::move(steps);
  return scenario;
}

ScenarioBounds Postage(int64_t most) {
  ScenarioBounds bounds;
  bounds.currency = Currency::Of("EUR");
  bounds.message_cost = {
      {Channel::kSms, 8}, {Channel::kLetter, 1'40}, {Channel::kRegistered, 6'20}};
  bounds.most_cost = most;
  return bounds;
}

TEST(ScenarioBoundsTest, EveryDemandButTheFirstKeepsTheCountrysGap) {
  ScenarioBounds bounds;
  bounds.min_gap_days = 7;
  const Scenario scenario =
      Plan({Message(0, 1, {Channel::kEmail}), Message(1, 1, {Channel::kEmail}),
            Message(2, 6, {Channel::kEmail}), Message(3, 7, {Channel::kEmail})});
  EXPECT_THAT(
      CheckBounds(scenario, bounds),
      ElementsAre(ScenarioProblem{"steps[2].gap", "at least 7 days between two demands, not 6"}));
}

TEST(ScenarioBoundsTest, ACallIsNoDemand) {
  ScenarioBounds bounds;
  bounds.min_gap_days = 7;
  Step call = Message(1, 1, {});
  call.action = Action::kCall;
  EXPECT_THAT(CheckBounds(Plan({Message(1, 1, {Channel::kEmail}), call}), bounds), IsEmpty());
}

TEST(ScenarioBoundsTest, WithoutBoundsEverySoundScenarioIsFine) {
  EXPECT_THAT(
      CheckBounds(
          Plan({Message(1, 1, {Channel::kRegistered}), Message(2, 1, {Channel::kRegistered})}), {}),
      IsEmpty());
}

TEST(ScenarioBoundsTest, WhatIsSentTogetherAddsUpAndTheDearestFallbackCounts) {
  Step letter = Message(2, 7, {Channel::kEmail, Channel::kSms});
  letter.fallback = {Channel::kLetter, Channel::kRegistered};
  const Scenario scenario = Plan({Message(1, 1, {Channel::kEmail, Channel::kLetter}), letter});
  EXPECT_EQ(MostCost(scenario, Postage(0)), 1'40 + 6'20);
}

TEST(ScenarioBoundsTest, ADebtMayCostSoMuchAndNoMore) {
  const Scenario scenario =
      Plan({Message(1, 1, {Channel::kLetter}), Message(2, 7, {Channel::kRegistered})});
  EXPECT_THAT(CheckBounds(scenario, Postage(7'60)), IsEmpty());
  EXPECT_THAT(CheckBounds(scenario, Postage(7'59)),
              ElementsAre(ScenarioProblem{
                  "steps", "at most 7.59 EUR for all messages about one debt, not 7.60 EUR"}));
}

TEST(ScenarioBoundsTest, ACostThatDoesNotFitIsTooMuch) {
  ScenarioBounds bounds = Postage(7'60);
  bounds.message_cost[Channel::kLetter] = std::numeric_limits<int64_t>::max();
  const Scenario scenario =
      Plan({Message(1, 1, {Channel::kLetter}), Message(2, 7, {Channel::kLetter})});
  EXPECT_EQ(MostCost(scenario, bounds), std::nullopt);
  EXPECT_EQ(CheckBounds(scenario, bounds).size(), 1u);
}

}  // namespace
}  // namespace relance::scenario
