#include "libs/base/instant.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

TEST(InstantTest, PrintsAndReadsTheSameMoment) {
  const Instant t = *ParseInstant("2026-10-02T06:30:00.250Z");
  EXPECT_EQ(FormatInstant(t), "2026-10-02T06:30:00.250Z");
  EXPECT_EQ(*ParseInstant("2026-10-02T06:30:00Z"), t - Millis{250});
}

TEST(InstantTest, AMomentBeforeTheEpochKeepsItsDay) {
  EXPECT_EQ(FormatInstant(FromMillis(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(InstantTest, DatesThatDoNotExistAreRefused) {
  EXPECT_FALSE(ParseDate("2026-02-31"));
  EXPECT_FALSE(ParseDate("2026-2-3"));
  EXPECT_FALSE(ParseDate("2026-02-03 "));
  EXPECT_TRUE(ParseDate("2024-02-29"));
  EXPECT_EQ(ParseDate("2026-02-31").error().message, "the date 2026-02-31 does not exist");
}

TEST(InstantTest, DatesOfAnyYearAreWrittenInOrder) {
  for (const char* text : {"0001-01-01", "1969-12-31", "2026-10-02", "9999-12-31"}) {
    EXPECT_EQ(FormatDate(*ParseDate(text)), text);
  }
  EXPECT_EQ(FormatDate(*ParseDate("9999-12-31") + std::chrono::days{1}), "10000-01-01");
}

TEST(InstantTest, GarbageIsNotAMoment) {
  for (const char* text : {"", "2026-10-02", "2026-10-02T24:00:00Z", "2026-10-02T06:30:00",
                           "2026-10-02T06:30:00.25Z", "2026-10-02T06:30:00.250Zx"}) {
    EXPECT_FALSE(ParseInstant(text)) << text;
  }
}

}  // namespace
}  // namespace relance
