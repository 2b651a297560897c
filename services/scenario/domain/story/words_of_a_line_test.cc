#include "services/scenario/domain/story/words_of_a_line.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

TEST(LineWordsTest, ACommaIsAWordOfItsOwn) {
  LineWords words("F-1, F-2 ,F-3");
  EXPECT_EQ(*words.Word("an item"), "F-1");
  EXPECT_TRUE(words.Skip(","));
  EXPECT_EQ(words.Rest(), "F-2 , F-3");
  EXPECT_TRUE(words.AtEnd());
}

TEST(LineWordsTest, ItKnowsTheColumnOfWhatDoesNotFit) {
  LineWords words("promise PR-1  800.0 EUR by");
  EXPECT_TRUE(words.Word("a verb"));
  EXPECT_EQ(words.Column(), 1);
  EXPECT_TRUE(words.Word("a promise"));
  EXPECT_FALSE(words.TakeMoney());
  EXPECT_EQ(words.Column(), 15);
  EXPECT_TRUE(words.Expect("by"));
  EXPECT_FALSE(words.TakeDate());
  EXPECT_EQ(words.Column(), 27);
}

TEST(LineWordsTest, TheRestMayBeTakenAsItIsWritten) {
  LineWords words("force level1  F-1 by anna , reason  said so ");
  EXPECT_TRUE(words.Word("a verb"));
  EXPECT_EQ(words.Left(), "level1 F-1 by anna , reason said so");
  EXPECT_EQ(words.RestAsWritten(), "level1  F-1 by anna , reason  said so");
  EXPECT_TRUE(words.AtEnd());
}

TEST(LineWordsTest, TimesMayHaveSecondsAndMustExist) {
  EXPECT_EQ(*LineWords("08:30").TakeTime(), std::chrono::seconds(8 * 3600 + 30 * 60));
  EXPECT_EQ(*LineWords("08:30:05").TakeTime(), std::chrono::seconds(8 * 3600 + 30 * 60 + 5));
  for (const char* wrong : {"8:30", "24:00", "08:60", "08:30:61", "08-30", "0a:30", ""}) {
    EXPECT_FALSE(LineWords(wrong).TakeTime()) << wrong;
  }
}

TEST(LineWordsTest, AmountsHaveTheDecimalsOfTheirCurrency) {
  EXPECT_EQ(LineWords("12.500 KWD").TakeMoney()->minor, 12'500);
  EXPECT_FALSE(LineWords("12.5 EUR").TakeMoney());
  EXPECT_FALSE(LineWords("12.00").TakeMoney());
  EXPECT_FALSE(LineWords("12.00 EURO").TakeMoney());
  EXPECT_TRUE(LineWords("10000000000000.00 EUR").TakeMoney());
  EXPECT_FALSE(LineWords("10000000000000.01 EUR").TakeMoney());
}

TEST(LineWordsTest, WhatIsLeftOverIsAnError) {
  LineWords words("done CB-1 now");
  EXPECT_TRUE(words.Expect("done"));
  EXPECT_FALSE(words.Expect("by"));
  EXPECT_EQ(*words.Word("a callback"), "CB-1");
  EXPECT_FALSE(words.End());
}

}  // namespace
}  // namespace relance::scenario
