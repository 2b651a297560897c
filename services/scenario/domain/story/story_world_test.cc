#include "services/scenario/domain/story/story_world.h"

#include <gtest/gtest.h>

#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario {
namespace {

Story Read(const std::string& text) {
  auto story = ReadStory("story T\n" + text);
  EXPECT_TRUE(story) << story.error().message;
  return story ? *story : Story{};
}

TEST(StoryWorldTest, ThereIsACaseForEveryEntityAndDebtor) {
  const Story story = Read("entity FR01\nentity FR02\ndebtor D42\ndebtor D77\n");
  auto world = StoryWorld::Make(story, testing::AllScenarios());
  ASSERT_TRUE(world) << world.error().message;
  ASSERT_NE(world->Find("FR02", "D77"), nullptr);
  EXPECT_EQ(world->Find("", ""), world->Find("FR01", "D42"));
  EXPECT_EQ(world->Find("FR03", ""), nullptr);
  EXPECT_EQ(world->OfDebtor(*world->Find("FR01", "D77")).size(), 2U);
}

TEST(StoryWorldTest, UnknownScenariosAndSettingsAreRefused) {
  EXPECT_FALSE(StoryWorld::Make(Read("scenario none\n"), testing::AllScenarios()));
  EXPECT_FALSE(StoryWorld::Make(Read("set rules.flor 1\n"), testing::AllScenarios()));
  EXPECT_TRUE(StoryWorld::Make(Read("set rules.floor 1\n"), testing::AllScenarios()));
}

TEST(StoryWorldTest, AStoryDoesNotRenameAScenarioNorSetWhatNoneMayHave) {
  for (const auto& [line, message] : std::vector<std::pair<std::string, std::string>>{
           {"set name foo\n", "keeps the name of its file"},
           {"set cap 0\n", "cap: 1 day or more"},
           {"set version 0\n", "version: a positive whole number"},
       }) {
    const auto world = StoryWorld::Make(Read(line), testing::AllScenarios());
    ASSERT_FALSE(world) << line;
    EXPECT_EQ(world.error().field.substr(0, 2), "2:");
    EXPECT_NE(world.error().message.find(message), std::string::npos) << world.error().message;
  }
}

}  // namespace
}  // namespace relance::scenario
