#include "services/scenario/domain/story/story_runner.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario {
namespace {

TEST(StoryRunnerTest, AStoryPassesWhenItsShownLinesAreEqual) {
  const std::string text =
      "story T\n2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-10-01\nuntil 2026-10-02\n";
  const auto right = CheckStory(
      text + "=> 2026-10-02 08:30:00 send level1 email items F-1:800.00@1 net 800.00 EUR\n",
      testing::AllScenarios());
  ASSERT_TRUE(right);
  EXPECT_TRUE(right->Passed());
  const auto wrong = CheckStory(
      text + "=> 2026-10-02 08:30:00 send level1 sms items F-1:800.00@1 net 800.00 EUR\n",
      testing::AllScenarios());
  ASSERT_TRUE(wrong);
  EXPECT_FALSE(wrong->Passed());
}

TEST(StoryRunnerTest, TheDifferenceShowsWhatIsMissingAndWhatIsTooMuch) {
  const StoryOutcome outcome{"T", {"a", "b", "c"}, {"a", "x", "c"}};
  EXPECT_EQ(outcome.Difference(), "  a\n- b\n+ x\n  c\n");
}

TEST(StoryRunnerTest, WithoutAnEndItRunsToTheLastEvent) {
  const auto story = ReadStory("story T\n2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-01\n");
  ASSERT_TRUE(story);
  const auto log = RunStory(*story, testing::AllScenarios());
  ASSERT_TRUE(log);
  EXPECT_THAT(*log, ::testing::ElementsAre("2026-10-01 07:00:00 skip F-1 preventive expired"));
}

TEST(StoryRunnerTest, EventsOfAnOutageHappenInOrderWhenTheServiceIsUpAndWithItsTime) {
  const auto story = ReadStory(
      "story T\n2026-10-01 07:00 down\n"
      "2026-10-02 07:00 invoice F-1 800.00 EUR due 2026-11-01\n"
      "2026-10-03 07:00 payment P-1 800.00 EUR for F-1\n2026-10-05 07:00 up\n");
  ASSERT_TRUE(story);
  const auto log = RunStory(*story, testing::AllScenarios());
  ASSERT_TRUE(log);
  EXPECT_THAT(*log, ::testing::ElementsAre("2026-10-05 07:00:00 settle F-1 paid",
                                           "2026-10-05 07:00:00 close paid"));
}

}  // namespace
}  // namespace relance::scenario
