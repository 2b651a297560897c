#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "services/scenario/adapters/scenario_yaml.h"
#include "services/scenario/domain/story/story_runner.h"

namespace relance::scenario {
namespace {

constexpr const char* kFolder = "tests/stories";

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder,
                                           const std::string& suffix) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == suffix) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

const Scenarios& ShippedScenarios() {
  static const Scenarios scenarios = [] {
    Scenarios read;
    for (const auto& path : FilesIn(std::filesystem::path(kFolder) / "scenarios", ".yaml")) {
      const auto scenario = ParseScenarioYaml(TextOf(path));
      if (scenario) read[scenario->name] = *scenario;
      EXPECT_TRUE(scenario) << path << ": " << scenario.error().message;
    }
    return read;
  }();
  return scenarios;
}

class StoriesTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(StoriesTest, HappensAsTold) {
  const auto outcome = CheckStory(TextOf(GetParam()), ShippedScenarios());
  ASSERT_TRUE(outcome) << GetParam() << ": " << outcome.error().message;
  EXPECT_TRUE(outcome->Passed()) << outcome->title << "\n" << outcome->Difference();
}

INSTANTIATE_TEST_SUITE_P(All, StoriesTest, testing::ValuesIn(FilesIn(kFolder, ".story")),
                         [](const auto& param) {
                           std::string name = param.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

/// What a bad file expects of itself: its first lines, "# expect 5:1: ...".
std::vector<std::string> ProblemsExpectedIn(const std::string& text) {
  constexpr std::string_view kExpect = "# expect ";
  std::vector<std::string> problems;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line) && line.starts_with(kExpect);) {
    problems.push_back(line.substr(kExpect.size()));
  }
  return problems;
}

class BadScenariosTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(BadScenariosTest, SayWhereTheyAreWrongAndWhatWasProbablyMeant) {
  const std::string text = TextOf(GetParam());
  std::vector<std::string> problems;
  for (const auto& problem : ReadScenarioYaml(text).problems) problems.push_back(ToString(problem));
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems, ProblemsExpectedIn(text));
}

INSTANTIATE_TEST_SUITE_P(All, BadScenariosTest,
                         testing::ValuesIn(FilesIn(std::filesystem::path(kFolder) / "bad",
                                                   ".yaml")),
                         [](const auto& param) {
                           std::string name = param.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(ShippedStoriesTest, AllAreThere) {
  EXPECT_GE(FilesIn(std::filesystem::path(kFolder) / "bad", ".yaml").size(), 40U);
  EXPECT_GE(FilesIn(kFolder, ".story").size(), 107U);
}

}  // namespace
}  // namespace relance::scenario
