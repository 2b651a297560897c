#include "services/scenario/adapters/scenario_yaml.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Shipped(const std::string& name) {
  std::ifstream file("tests/stories/scenarios/" + name + ".yaml");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Problems(const std::string& text) {
  std::vector<std::string> problems;
  for (const auto& problem : ReadScenarioYaml(text).problems) problems.push_back(ToString(problem));
  return problems;
}

constexpr const char* kSmall = R"(name: small
version: 3
steps:
  - {id: level1, level: 1, at: 1, channels: [email]}
)";

std::string SmallWith(std::string_view more) {
  return fmt::format("{}{}", kSmall, more);
}

TEST(ScenarioYamlTest, TheFilesThatShipAreTheScenariosOfTheTests) {
  for (const auto& [name, scenario] : testing::AllScenarios()) {
    const auto read = ParseScenarioYaml(Shipped(name));
    ASSERT_TRUE(read) << name << ": " << read.error().message;
    EXPECT_EQ(*read, scenario) << name;
  }
}

TEST(ScenarioYamlTest, WhatIsNotWrittenHasItsDefault) {
  const auto read = ParseScenarioYaml(kSmall);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->version, 3);
  EXPECT_EQ(read->cap, 90);
  EXPECT_EQ(read->rules, Rules{});
  EXPECT_EQ(read->steps[0].gap, 1);
  EXPECT_EQ(read->steps[0].template_id, "level1");
  EXPECT_EQ(read->steps[0].role, "billing");
}

TEST(ScenarioYamlTest, RulesWindowsAndAmountsByCurrencyAreRead) {
  const auto read = ParseScenarioYaml(SmallWith(R"(mode: per_item
enter: rejection
tolerance: {EUR: 5.00, JPY: 700, other: 2.5}
cap: 60
window: {days: [mon, sat], open: "09:00", close: "12:30"}
rules: {floor: 4, cash_share: 25}
)"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->mode, Mode::kPerItem);
  EXPECT_EQ(read->enter, Entry::kRejection);
  EXPECT_EQ(read->tolerance.In(Currency::Of("JPY")), 700);
  EXPECT_EQ(read->tolerance.In(Currency::Of("USD")), 250);
  EXPECT_EQ(read->cap, 60);
  EXPECT_TRUE(read->window.days().Contains(std::chrono::Saturday));
  EXPECT_FALSE(read->window.days().Contains(std::chrono::Tuesday));
  EXPECT_EQ(read->window.close(), std::chrono::minutes(12 * 60 + 30));
  EXPECT_EQ(read->rules.floor, 4);
  EXPECT_EQ(read->rules.cash_share, 25);
}

TEST(ScenarioYamlTest, AnUnknownKeyIsAProblemWithWhatWasProbablyMeant) {
  EXPECT_THAT(Problems(SmallWith("tolerence: 5.00\nrules: {flor: 2}\n")),
              ElementsAre("5:1: tolerence: unknown key 'tolerence'; did you mean 'tolerance'?",
                          "6:9: rules.flor: unknown key 'flor'; did you mean 'floor'?"));
}

TEST(ScenarioYamlTest, ProblemsSayTheirLineAndColumn) {
  EXPECT_THAT(Problems(R"(name: bad
version: none
steps:
  - {id: level1, level: 1, at: 1, channels: [fax], approve: maybe}
  - {level: 2, at: 5, chanels: [email]}
)"),
              ElementsAre(HasSubstr("2:10: version: is not a whole number"),
                          HasSubstr("4:46: steps[0].channels: unknown channel 'fax'"),
                          HasSubstr("4:61: steps[0].approve: is true or false"),
                          HasSubstr("5:5: steps[1].id: is missing"),
                          HasSubstr("did you mean 'channels'?")));
}

TEST(ScenarioYamlTest, WhatCanBeReadIsChecked) {
  EXPECT_THAT(Problems(R"(name: bad
version: 1
steps:
  - {id: level1, level: 1, at: 5, channels: [email]}
  - {id: level2, level: 2, at: 5, channels: [email]}
)"),
              ElementsAre("5:32: steps[1].at: must rise from one step to the next"));
}

TEST(ScenarioYamlTest, WhatIsNoScenarioIsSaidSo) {
  EXPECT_FALSE(ParseScenarioYaml(""));
  EXPECT_FALSE(ParseScenarioYaml("- a list"));
  EXPECT_FALSE(ParseScenarioYaml("name: [unclosed"));
  EXPECT_FALSE(ParseScenarioYaml("name: a\n---\nname: b\n"));
  // The parser finds empty documents behind this without end.
  EXPECT_FALSE(ParseScenarioYaml(" - {a: 1}\n ,b: [c]}\n"));
  EXPECT_THAT(Problems("name: twice\nname: twice\nversion: 1\nsteps: []\n"),
              ElementsAre(HasSubstr("2:1: name: the key is given twice")));
}

TEST(ScenarioYamlTest, AWindowThatClosesBeforeItOpensIsAProblem) {
  EXPECT_FALSE(ParseScenarioYaml(SmallWith("window: {open: \"18:00\", close: \"08:00\"}\n")));
  EXPECT_FALSE(ParseScenarioYaml(SmallWith("window: {days: []}\n")));
}

}  // namespace
}  // namespace relance::scenario
