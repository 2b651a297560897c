#include "libs/paper/columns.h"

#include <gmock/gmock.h>

#include <numeric>

namespace relance::paper {
namespace {

using ::testing::ElementsAre;

TEST(ColumnsTest, ColumnsThatFitKeepWhatTheyNeed) {
  EXPECT_THAT(FitColumns({{10, true}, {20, false}}, 100), ElementsAre(10, 20));
}

TEST(ColumnsTest, TheWidestTextGivesWayToAmounts) {
  EXPECT_THAT(FitColumns({{10, true}, {500, true}, {30, false}}, 100), ElementsAre(10, 60, 30));
}

TEST(ColumnsTest, AmountsThatLeaveNothingForTextGiveWayToo) {
  const auto widths = FitColumns({{40, true}, {90, false}, {90, false}}, 120);
  EXPECT_THAT(widths, ElementsAre(40, 40, 40));
}

TEST(ColumnsTest, NoColumnIsWithoutRoomHoweverManyThereAre) {
  const auto widths = FitColumns(std::vector<ColumnNeed>(10, {100, true}), 5);
  EXPECT_THAT(widths, ::testing::Each(1));
  EXPECT_TRUE(FitColumns({}, 5).empty());
}

}  // namespace
}  // namespace relance::paper
