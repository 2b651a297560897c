#include "services/scenario/domain/story/story_reader.h"

#include <gmock/gmock.h>

namespace relance::scenario {
namespace {

TEST(StoryReaderTest, WithoutHeaderThereIsOneEntityOneDebtorAndAContactOnEveryChannel) {
  const auto story = ReadStory("story T\n2026-10-01 07:00 tick\n");
  ASSERT_TRUE(story) << story.error().message;
  EXPECT_EQ(story->scenario, "std-fr");
  ASSERT_EQ(story->entities.size(), 1U);
  EXPECT_EQ(story->entities[0].code, "FR01");
  ASSERT_EQ(story->debtors.size(), 1U);
  EXPECT_EQ(story->debtors[0].id, "D42");
  EXPECT_EQ(story->debtors[0].contacts.size(), kChannels.size());
}

TEST(StoryReaderTest, TimesAreThoseOfTheFirstEntity) {
  const auto story = ReadStory(
      "story T\nentity US01 zone America/New_York calendar none\n2026-10-01 07:00 tick\n");
  ASSERT_TRUE(story);
  EXPECT_EQ(FormatInstant(story->events.at(0).at), "2026-10-01T11:00:00.000Z");
}

TEST(StoryReaderTest, AnHourThatExistsTwiceIsTheFirst) {
  const auto story = ReadStory("story T\n2026-10-25 02:30 tick\n2026-03-29 02:30 tick\n");
  ASSERT_TRUE(story);
  EXPECT_EQ(FormatInstant(story->events.at(0).at), "2026-10-25T00:30:00.000Z");
  EXPECT_EQ(FormatInstant(story->events.at(1).at), "2026-03-29T01:30:00.000Z");
}

TEST(StoryReaderTest, ShownAreTheNamedKindsOrThoseThatAreExpected) {
  const auto named = ReadStory("story T\nshow send block\n");
  ASSERT_TRUE(named);
  EXPECT_TRUE(named->Shows("block"));
  EXPECT_FALSE(named->Shows("task"));
  const auto expected = ReadStory("story T\n=> 2026-10-01 08:30:00 @FR01/D42 task call F-1\n");
  ASSERT_TRUE(expected);
  EXPECT_TRUE(expected->Shows("task"));
  EXPECT_FALSE(expected->Shows("send"));
}

TEST(StoryReaderTest, ErrorsSayTheLine) {
  for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
           {"scenario std-fr\n", "a story begins"},
           {"story T\nsend it\n", "line 2: unknown line"},
           {"story T\n2026-02-31 08:00 tick\n", "line 2: "},
           {"story T\n2026-02-01 tick\n", "line 2: expected a time"},
           {"story T\n2026-02-01 08:00\n", "line 2: expected an event"},
           {"story T\nentity X zone Mars/Base\n", "line 2: "},
           {"story T\ncontact fax anna\n", "line 2: no such channel"},
           {"story T\nset pressure many\n", "line 2: expected a number of messages"},
           {"story T\nset pressure 4294967297\n", "line 2: too many messages"},
           {"story T\nshow send, queue\n", "line 2: expected a kind"},
           {"story T\n \n", "line 2: expected a key"},
           {"story T\n, tick\n", "line 2: expected a key"},
           {"story T\nshow send\n=> 2026-10-01 08:30:00 level 1\n", "'level' is expected but not"},
       }) {
    const auto story = ReadStory(text);
    ASSERT_FALSE(story) << text;
    EXPECT_THAT(story.error().message, ::testing::HasSubstr(message));
  }
}

}  // namespace
}  // namespace relance::scenario
