#include "libs/interest/half_year.h"

#include <gtest/gtest.h>

#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using testing::D;
using testing::H;

TEST(HalfYearTest, ADayLiesInTheHalfYearThatHoldsIt) {
  EXPECT_EQ(HalfYearOf(D("2026-01-01")), H("2026-1"));
  EXPECT_EQ(HalfYearOf(D("2026-06-30")), H("2026-1"));
  EXPECT_EQ(HalfYearOf(D("2026-07-01")), H("2026-2"));
  EXPECT_EQ(HalfYearOf(D("2026-12-31")), H("2026-2"));
}

TEST(HalfYearTest, HalfYearsFollowOnEachOtherWithoutAGap) {
  for (HalfYear half = H("1999-1"); half < H("2030-1"); half = half.Next()) {
    EXPECT_EQ(half.last_day() + std::chrono::days{1}, half.Next().first_day());
    EXPECT_EQ(HalfYearOf(half.first_day()), half);
    EXPECT_EQ(HalfYearOf(half.last_day()), half);
    EXPECT_EQ(H(FormatHalfYear(half)), half);
  }
}

TEST(HalfYearTest, WhatIsNoHalfYearIsRefused) {
  for (const char* text : {"", "2026", "2026-0", "2026-3", "2026-01", "26-1", "2026/1", "2026-1 ",
                           "x026-1", "-2026-1"}) {
    const auto half = ParseHalfYear(text);
    ASSERT_FALSE(half) << text;
    EXPECT_EQ(half.error().field, "half_year");
  }
}

}  // namespace
}  // namespace relance::interest
