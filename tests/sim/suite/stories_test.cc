#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "services/scenario/adapters/scenario_yaml.h"
#include "services/scenario/domain/story/story_runner.h"
#include "tests/sim/suite/story_play.h"

// The running services give the log of the pure engine, for every story.

namespace relance::sim {
namespace {

constexpr const char* kFolder = "tests/stories";

/// RELANCE_STORIES names a folder of other stories.
std::string Folder() {
  const char* other = std::getenv("RELANCE_STORIES");
  return other == nullptr ? kFolder : other;
}

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::map<std::string, std::string> FilesIn(const std::filesystem::path& folder,
                                           const std::string& suffix) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != suffix) continue;
    files[entry.path().stem().string()] = TextOf(entry.path());
  }
  return files;
}

const std::map<std::string, std::string>& ScenarioFiles() {
  static const auto files = FilesIn(std::filesystem::path(kFolder) / "scenarios", ".yaml");
  return files;
}

const scenario::Scenarios& CompiledScenarios() {
  static const scenario::Scenarios scenarios = [] {
    scenario::Scenarios read;
    for (const auto& [name, yaml] : ScenarioFiles()) {
      if (auto scenario = scenario::ParseScenarioYaml(yaml)) read[name] = *std::move(scenario);
    }
    return read;
  }();
  return scenarios;
}

std::vector<std::string> EngineLog(const scenario::Story& story) {
  const auto log = scenario::RunStory(story, CompiledScenarios());
  return log ? *log : std::vector<std::string>{"error: " + log.error().message};
}

// ---- What cannot be played, and why.

/// "" for a story that the suite can play.
std::string WhyLeftOut(const scenario::Story& story) {
  if (!story.settings.empty()) return "a setting of the scenario file is overridden";
  return "";
}

struct Told {
  std::string name;
  scenario::Story story;
  std::string left_out;
};

const std::vector<Told>& Stories() {
  static const std::vector<Told> stories = [] {
    std::vector<Told> read;
    for (const auto& [name, text] : FilesIn(Folder(), ".story")) {
      const auto story = scenario::ReadStory(text);
      if (story) read.push_back({name, *story, WhyLeftOut(*story)});
    }
    return read;
  }();
  return stories;
}

std::vector<const Told*> Playable() {
  std::vector<const Told*> playable;
  for (const Told& told : Stories()) {
    if (told.left_out.empty()) playable.push_back(&told);
  }
  return playable;
}

/// The lines of each account without its mark: between accounts a service owes no order.
std::map<std::string, std::vector<std::string>> ByAccount(const std::vector<std::string>& log) {
  constexpr size_t kTime = std::string_view("2026-10-02 08:30:00 ").size();
  std::map<std::string, std::vector<std::string>> logs;
  for (const std::string& line : log) {
    const bool marked = line.size() > kTime && line[kTime] == '@';
    const size_t end = marked ? line.find(' ', kTime) : 0;
    const std::string account = marked ? line.substr(kTime + 1, end - kTime - 1) : "";
    logs[account].push_back(marked ? line.substr(0, kTime) + line.substr(end + 1) : line);
  }
  return logs;
}

class SuiteStoriesTest : public testing::TestWithParam<const Told*> {};

TEST_P(SuiteStoriesTest, IsToldByTheServicesAsByTheEngine) {
  const Told& told = *GetParam();
  const Played played = PlayStory(told.story, ScenarioFiles());
  EXPECT_EQ(played.troubles, std::vector<std::string>());
  // Every line, not only those that the story shows.
  auto expected = ByAccount(EngineLog(told.story));
  for (const auto& [account, log] : played.logs) {
    const scenario::StoryOutcome outcome{told.story.title, expected[account], log};
    EXPECT_TRUE(outcome.Passed()) << outcome.title << " " << account << "\n"
                                  << outcome.Difference();
  }
  for (const auto& [account, log] : expected) EXPECT_TRUE(played.logs.contains(account)) << account;
}

INSTANTIATE_TEST_SUITE_P(All, SuiteStoriesTest, testing::ValuesIn(Playable()),
                         [](const auto& param) {
                           std::string name = param.param->name;
                           std::ranges::replace(name, '-', '_');
                           return "story_" + name;
                         });

TEST(SuiteStories, AreAllPlayedOrLeftOutForAReasonThatIsNamed) {
  std::map<std::string, std::vector<std::string>> left_out;
  for (const Told& told : Stories()) {
    if (!told.left_out.empty()) left_out[told.left_out].push_back(told.name);
  }
  size_t count = 0;
  for (const auto& [why, names] : left_out) {
    fmt::print("left out, {}: {}\n", why, names.size());
    for (const auto& name : names) fmt::print("  {}\n", name);
    count += names.size();
  }
  fmt::print("{} of {} stories are played\n", Playable().size(), Stories().size());
  EXPECT_EQ(Stories().size(), FilesIn(Folder(), ".story").size());
  EXPECT_EQ(Playable().size() + count, Stories().size());
  if (Folder() == kFolder) {
    EXPECT_EQ(count, 0U) << "a story is left out";
  }
}

}  // namespace
}  // namespace relance::sim
