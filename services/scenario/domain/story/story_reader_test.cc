#include "services/scenario/domain/story/story_reader.h"

#include <gmock/gmock.h>

namespace relance::scenario {
namespace {

TEST(StoryReaderTest, BlankLinesAndCommentsSayNothing) {
  const auto story = ReadStory("# to begin with\n\nstory T\n \t\n# \n2026-10-01 07:00 tick\n");
  ASSERT_TRUE(story) << story.error().message;
  EXPECT_EQ(story->events.at(0).place.line, 6);
}

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

TEST(StoryReaderTest, ErrorsSayTheirPlace) {
  for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
           {"", "1:1: a story begins"},
           {"scenario std-fr\n", "1:1: a story begins"},
           {"story\n", "1:1: a story begins"},
           {"story T\nstory U\n", "2:1: a file holds one story"},
           {"story T\nsend it\n", "2:1: unknown line"},
           {"story T\n2026-02-31 08:00 tick\n", "2:1: "},
           {"story T\n2026-02-01 tick\n", "2:12: expected a time"},
           {"story T\n2026-02-01 08:00\n", "2:17: expected an event"},
           {"story T\nentity X zone Mars/Base\n", "2:15: "},
           {"story T\ncontact fax anna\n", "2:9: no such channel"},
           {"story T\nset pressure many\n", "2:14: expected a number of messages"},
           {"story T\nset pressure 4294967297\n", "2:14: too many messages"},
           {"story T\nshow send, queue\n", "2:10: expected a kind"},
           {"story T\nshow send sned\n", "2:11: no such kind: 'sned'"},
           {"story T\nentity A\nentity A\n", "3:8: told twice"},
           {"story T\n2026-02-01 08:00 tick\nentity A\n", "3:1: entities are told before"},
           {"story T\n, tick\n", "2:1: expected a key"},
           {"story T\nshow send\n=> 2026-10-01 08:30:00 level 1\n",
            "3:1: 'level' is expected but not"},
       }) {
    const auto story = ReadStory(text);
    ASSERT_FALSE(story) << text;
    EXPECT_THAT(story.error().field + ": " + story.error().message, ::testing::StartsWith(message));
  }
}

}  // namespace
}  // namespace relance::scenario
