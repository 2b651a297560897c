#include "services/scenario/domain/scenario_check.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario {
namespace {

TEST(ScenarioCheckTest, TheScenariosThatShipAreSound) {
  for (const auto& [name, scenario] : testing::AllScenarios()) {
    EXPECT_THAT(CheckScenario(scenario), ::testing::IsEmpty()) << name;
  }
}

TEST(ScenarioCheckTest, EveryProblemIsSaidWhereItIs) {
  using Spoil = std::function<void(Scenario&)>;
  const std::vector<std::pair<Spoil, std::string>> spoils{
      {[](Scenario& s) { s.name = ""; }, "name"},
      {[](Scenario& s) { s.version = 0; }, "version"},
      {[](Scenario& s) { s.cap = 0; }, "cap"},
      {[](Scenario& s) { s.tolerance.SetOther(-1); }, "tolerance"},
      {[](Scenario& s) { s.min_notice.Set(Currency::Of("EUR"), -1); }, "min_notice"},
      {[](Scenario& s) { s.rules.floor = -1; }, "rules.floor"},
      {[](Scenario& s) { s.rules.in_flight = 0; }, "rules.in_flight"},
      {[](Scenario& s) { s.rules.cash_share = 101; }, "rules.cash_share"},
      {[](Scenario& s) { s.rules.instalment_at = 0; }, "rules.instalment_at"},
      {[](Scenario& s) { s.steps.clear(); }, "steps"},
      {[](Scenario& s) { s.steps[2].id = "level1"; }, "steps[2].id"},
      {[](Scenario& s) { s.steps[2].id = "instalment"; }, "steps[2].id"},
      {[](Scenario& s) { s.steps[2].at = 1; }, "steps[2].at"},
      {[](Scenario& s) { s.steps[6].level = 3; }, "steps[6].level"},
      {[](Scenario& s) { s.steps[1].level = 0; }, "steps[1].level"},
      {[](Scenario& s) { s.steps[1].gap = 0; }, "steps[1].gap"},
      {[](Scenario& s) { s.steps[1].channels.clear(); }, "steps[1].channels"},
      {[](Scenario& s) { s.steps[3].channels = {Channel::kSms}; }, "steps[3].channels"},
      {[](Scenario& s) { s.steps[1].fallback = {Channel::kEmail}; }, "steps[1].fallback"},
      {[](Scenario& s) { s.steps[0].formal = true; }, "steps[0].formal"},
      {[](Scenario& s) { s.steps[0].approve = true; }, "steps[0].approve"},
      {[](Scenario& s) { s.steps[3].approve = true; }, "steps[3].approve"},
      {[](Scenario& s) { s.steps[6].formal = true; }, "steps[6].formal"},
      {[](Scenario& s) { s.steps[1].task = "check"; }, "steps[1].task"},
      {[](Scenario& s) { s.steps[3].task = "sing"; }, "steps[3].task"},
      {[](Scenario& s) { std::swap(s.steps[5].action, s.steps[6].action); }, "steps[5].do"},
  };
  for (const auto& [spoil, field] : spoils) {
    Scenario scenario = testing::StandardFrance();
    spoil(scenario);
    const auto problems = CheckScenario(scenario);
    ASSERT_FALSE(problems.empty()) << field;
    EXPECT_THAT(problems, ::testing::Contains(::testing::Field(&ScenarioProblem::field, field)));
  }
}

}  // namespace
}  // namespace relance::scenario
