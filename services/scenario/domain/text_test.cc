#include "services/scenario/domain/text.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace relance::scenario {
namespace {

TEST(TextTest, ReadsAndComparesAsAString) {
  const Text number("F-2026-100017");
  EXPECT_EQ(number, "F-2026-100017");
  EXPECT_EQ(number, std::string("F-2026-100017"));
  EXPECT_EQ(std::string("F-2026-100017"), number);
  EXPECT_NE(number, "F-2026-100018");
  EXPECT_LT(Text("F-10"), Text("F-2"));
  EXPECT_LT(Text("F-10"), std::string("F-2"));
  EXPECT_EQ("hold " + number, "hold F-2026-100017");
  EXPECT_EQ(number + "/1", "F-2026-100017/1");
  EXPECT_EQ(Text(std::string("a\0b", 3)), std::string("a\0b", 3));
}

TEST(TextTest, NothingIsTheEmptyText) {
  EXPECT_TRUE(Text().empty());
  EXPECT_TRUE(Text("").empty());
  EXPECT_EQ(Text(), "");
  EXPECT_LT(Text(), Text("a"));
  Text step("level1");
  step.clear();
  EXPECT_EQ(step, Text());
}

TEST(TextTest, CopiesShareTheirLettersAndOutliveEachOther) {
  Text first("level1");
  Text second = first;
  EXPECT_TRUE(second.SharesLettersWith(first));
  EXPECT_FALSE(Text("level1").SharesLettersWith(first));
  first = "level2";
  EXPECT_EQ(second, "level1");
  second = std::move(first);
  EXPECT_EQ(second, "level2");
  second = *&second;
  EXPECT_EQ(second, "level2");
}

TEST(TextTest, AMapByTextFindsAString) {
  std::map<Text, int> levels;
  levels["F-10"] = 1;
  levels["F-2"] = 2;
  EXPECT_EQ(levels.begin()->first, "F-10");
  EXPECT_EQ(levels.find(std::string("F-2"))->second, 2);
  EXPECT_FALSE(levels.contains(std::string_view("F-3")));
}

TEST(TextTest, HasTheBytesOfAString) {
  EXPECT_EQ(Encode(Text("level1")), Encode(std::string("level1")));
  EXPECT_EQ(*Decode<Text>(Encode(std::string("level1"))), "level1");
  EXPECT_TRUE(Decode<Text>(Encode(Text()))->empty());
}

TEST(TextPoolTest, KeepsOneOfEach) {
  TextPool pool;
  Text read("level1");
  const Text first = pool.Of("level1");
  pool.Share(read);
  EXPECT_TRUE(read.SharesLettersWith(first));
  EXPECT_TRUE(pool.Of("level1").SharesLettersWith(first));
  EXPECT_EQ(pool.Of("level2"), "level2");
}

}  // namespace
}  // namespace relance::scenario
