#include "libs/money/quoted.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

TEST(QuotedTest, AMessageShowsWhatCameWithoutItsControlCharacters) {
  EXPECT_EQ(Quoted("1,50"), "'1,50'");
  EXPECT_EQ(Quoted(""), "''");
  EXPECT_EQ(Quoted("1\r2\n3\x1b[2J \xe2\x82\xac"), std::string("'1?2?3?[2J ") + "???" + "'");
}

TEST(QuotedTest, AMessageDoesNotGrowWithWhatCame) {
  EXPECT_EQ(Quoted(std::string(40, '9')), "'" + std::string(40, '9') + "'");
  EXPECT_EQ(Quoted(std::string(41, '9')), "'" + std::string(40, '9') + "...'");
}

}  // namespace
}  // namespace relance
