#include "services/scenario/domain/scenario.h"

#include <gtest/gtest.h>

#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario {
namespace {

constexpr Currency kEur = Currency::Of("EUR");

TEST(ThresholdTest, IsInMainUnitsOfEveryCurrency) {
  Threshold five;
  five.SetOther(5'000);
  EXPECT_EQ(five.In(kEur), 500);
  EXPECT_EQ(five.In(Currency::Of("JPY")), 5);
  EXPECT_EQ(five.In(Currency::Of("KWD")), 5'000);
}

TEST(ThresholdTest, WhatACurrencyCannotExpressIsCutOff) {
  Threshold amount;
  amount.SetOther(5'999);
  EXPECT_EQ(amount.In(kEur), 599);
  EXPECT_EQ(amount.In(Currency::Of("JPY")), 5);
}

TEST(ThresholdTest, ACurrencyWithoutAmountHasNone) {
  Threshold only_yen;
  only_yen.Set(Currency::Of("JPY"), 700);
  EXPECT_EQ(only_yen.In(Currency::Of("JPY")), 700);
  EXPECT_EQ(only_yen.In(kEur), 0);
  EXPECT_FALSE(only_yen.IsNegative());
  only_yen.Set(kEur, -1);
  EXPECT_TRUE(only_yen.IsNegative());
}

TEST(ScenarioTest, StepsAreFoundByTheirId) {
  const Scenario scenario = testing::StandardFrance();
  ASSERT_NE(scenario.Find("level2"), nullptr);
  EXPECT_EQ(scenario.Find("level2")->level, 2);
  EXPECT_EQ(scenario.IndexOf("level2"), 2U);
  EXPECT_EQ(scenario.Find("level9"), nullptr);
  EXPECT_EQ(scenario.IndexOf("level9"), scenario.steps.size());
}

TEST(ScenarioTest, FormalApprovedAndCallStepsAreNotOrdinary) {
  const Scenario scenario = testing::StandardFrance();
  EXPECT_TRUE(scenario.Find("preventive")->IsOrdinary());
  EXPECT_TRUE(scenario.Find("level3")->IsOrdinary());
  EXPECT_FALSE(scenario.Find("call1")->IsOrdinary());
  EXPECT_FALSE(scenario.Find("formal_notice")->IsOrdinary());
  EXPECT_FALSE(scenario.Find("handover")->IsOrdinary());
}

TEST(ScenarioTest, TheReminderOfAnInstalmentIsAPreventiveEmail) {
  const Step step = InstalmentStep(Rules{});
  EXPECT_TRUE(step.IsPreventive());
  EXPECT_TRUE(step.IsOrdinary());
  EXPECT_EQ(step.at, -3);
  EXPECT_EQ(step.channels, std::vector<Channel>{Channel::kEmail});
}

}  // namespace
}  // namespace relance::scenario
