#include "services/scenario/domain/rarely.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relance::scenario {
namespace {

using Words = std::vector<std::string>;

TEST(RarelyTest, IsItsValueAsMadeUntilItIsEdited) {
  Rarely<Words> words;
  EXPECT_TRUE(words.empty());
  words.Edit().emplace_back("held");
  EXPECT_EQ(words.Get(), Words{"held"});
  EXPECT_EQ(words->size(), 1U);
  EXPECT_EQ(words.front(), "held");
  words.reset();
  EXPECT_TRUE(words.empty());
}

TEST(RarelyTest, CopiesAreEqualAndApart) {
  const Rarely<Words> first = Words{"held"};
  Rarely<Words> second = first;
  EXPECT_EQ(first, second);
  second.Edit().emplace_back("again");
  EXPECT_EQ(first.Get(), Words{"held"});
  EXPECT_FALSE(first == second);
}

TEST(RarelyTest, WhatIsEmptyAgainEqualsWhatNeverWasEdited) {
  Rarely<Words> words = Words{"held"};
  words.Edit().clear();
  EXPECT_EQ(words, Rarely<Words>());
  words.Tidy();
  EXPECT_EQ(words, Rarely<Words>());
}

TEST(RarelyTest, HasTheBytesOfItsValue) {
  const Rarely<Words> words = Words{"held"};
  EXPECT_EQ(Encode(words), Encode(Words{"held"}));
  EXPECT_EQ(*Decode<Rarely<Words>>(Encode(words)), words);
  EXPECT_EQ(Encode(Rarely<Words>()), Encode(Words()));
}

TEST(BoxedTest, IsAnOptional) {
  Boxed<std::string> word;
  EXPECT_FALSE(word);
  word = std::string("paid");
  EXPECT_TRUE(word);
  EXPECT_EQ(*word, "paid");
  EXPECT_EQ(word->size(), 4U);
  const Boxed<std::string> copy = word;
  EXPECT_EQ(copy, word);
  word.reset();
  EXPECT_FALSE(word == copy);
  word = std::optional<std::string>("late");
  EXPECT_EQ(std::optional<std::string>(word), "late");
  word = std::optional<std::string>();
  EXPECT_EQ(word, Boxed<std::string>());
}

TEST(BoxedTest, HasTheBytesOfAnOptional) {
  const Boxed<std::string> word = std::string("paid");
  EXPECT_EQ(Encode(word), Encode(std::optional<std::string>("paid")));
  EXPECT_EQ(*Decode<Boxed<std::string>>(Encode(word)), word);
}

}  // namespace
}  // namespace relance::scenario
