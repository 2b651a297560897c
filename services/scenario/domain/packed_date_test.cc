#include "services/scenario/domain/packed_date.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

const Date kChristmas{std::chrono::year{2026} / 12 / 25};

TEST(PackedDateTest, IsTheDate) {
  const PackedDate packed = kChristmas;
  EXPECT_EQ(Date(packed), kChristmas);
  EXPECT_EQ(packed + std::chrono::days(7), kChristmas + std::chrono::days(7));
  EXPECT_LT(packed, PackedDate(kChristmas + std::chrono::days(1)));
  EXPECT_TRUE(packed < kChristmas + std::chrono::days(1));
  EXPECT_EQ(Date(PackedDate()), Date());
}

TEST(PackedDateTest, HoldsWhatACalendarCanSay) {
  for (const Date date :
       {Date{std::chrono::year{1} / 1 / 1}, Date{std::chrono::year{9999} / 12 / 31}}) {
    EXPECT_EQ(Date(PackedDate(date)), date);
    EXPECT_EQ(*MaybeDate(date), date);
  }
}

TEST(MaybeDateTest, IsAnOptionalDate) {
  MaybeDate date;
  EXPECT_FALSE(date);
  EXPECT_EQ(std::optional<Date>(date), std::nullopt);
  date = kChristmas;
  EXPECT_TRUE(date);
  EXPECT_EQ(*date, kChristmas);
  EXPECT_EQ(std::optional<Date>(date), kChristmas);
  date = std::nullopt;
  EXPECT_EQ(date, MaybeDate());
  date = Date();
  EXPECT_TRUE(date);
}

TEST(MaybeDateTest, HasTheBytesOfAnOptionalDate) {
  EXPECT_EQ(Encode(MaybeDate(kChristmas)), Encode(std::optional<Date>(kChristmas)));
  EXPECT_EQ(Encode(MaybeDate()), Encode(std::optional<Date>()));
  EXPECT_EQ(*Decode<MaybeDate>(Encode(MaybeDate(kChristmas))), MaybeDate(kChristmas));
  EXPECT_EQ(Encode(PackedDate(kChristmas)), Encode(kChristmas));
}

}  // namespace
}  // namespace relance::scenario
