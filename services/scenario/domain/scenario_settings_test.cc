#include "services/scenario/domain/scenario_settings.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

TEST(ScenarioSettingsTest, EveryKeyCanBeSetAndAnUnknownOneCannot) {
  for (const std::string& key : ScalarKeys()) {
    Scenario scenario;
    std::string value = "1";
    if (key == "mode") value = "per_item";
    if (key == "enter") value = "rejection";
    if (key.starts_with("window.")) value = "10:00";
    EXPECT_TRUE(SetScalar(scenario, key, value)) << key;
    if (key != "version") {
      EXPECT_NE(scenario, Scenario{}) << key;
    }
  }
  Scenario scenario;
  const auto unknown = SetScalar(scenario, "rules.flor", "1");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().field, "rules.flor");
  EXPECT_FALSE(SetScalar(scenario, "steps", "1"));
}

TEST(ScenarioSettingsTest, TheUnitOfARuleMayBeWritten) {
  Scenario scenario;
  ASSERT_TRUE(SetScalar(scenario, "rules.floor", "4 bd"));
  ASSERT_TRUE(SetScalar(scenario, "rules.cash_share", "20 %"));
  ASSERT_TRUE(SetScalar(scenario, "rules.instalment_at", "-5"));
  EXPECT_EQ(scenario.rules.floor, 4);
  EXPECT_EQ(scenario.rules.cash_share, 20);
  EXPECT_EQ(scenario.rules.instalment_at, -5);
  EXPECT_FALSE(SetScalar(scenario, "rules.floor", "4 %"));
  EXPECT_FALSE(SetScalar(scenario, "rules.floor", ""));
  EXPECT_FALSE(SetScalar(scenario, "rules.floor", "99999999999"));
}

TEST(ScenarioSettingsTest, AmountsHaveAtMostThreeDecimalsAndNoSign) {
  EXPECT_EQ(*ParseThousandths("5"), 5'000);
  EXPECT_EQ(*ParseThousandths("5.5"), 5'500);
  EXPECT_EQ(*ParseThousandths("0.005"), 5);
  for (const char* wrong : {"", "-5", "5.", ".5", "5.0001", "1,000", "5 EUR", "1e3"}) {
    EXPECT_FALSE(ParseThousandths(wrong)) << wrong;
  }
}

TEST(ScenarioSettingsTest, EveryScalarOfAStepCanBeSet) {
  for (const std::string& key : StepScalarKeys()) {
    Step step;
    std::string value = "7";
    if (key == "do") value = "call";
    if (key == "charges") value = "claim";
    if (key == "approve" || key == "formal" || key == "attachments") value = "true";
    EXPECT_TRUE(SetStepScalar(step, key, value)) << key;
    EXPECT_NE(step, Step{}) << key;
  }
  Step step;
  EXPECT_FALSE(SetStepScalar(step, "do", "visit"));
  EXPECT_FALSE(SetStepScalar(step, "approve", "yes"));
  EXPECT_FALSE(SetStepScalar(step, "at", "09"));
  EXPECT_FALSE(SetStepScalar(step, "at", "-010"));
  EXPECT_TRUE(SetStepScalar(step, "at", "0"));
  EXPECT_FALSE(SetStepScalar(step, "channels", "email"));
}

}  // namespace
}  // namespace relance::scenario
