#include "libs/base/command_id.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

CommandId Sample() {
  return MakeCommandId(*ParseInstant("2026-10-02T06:30:00.123Z"),
                       {1, 2, 3, 255, 5, 6, 7, 8, 9, 10});
}

TEST(CommandIdTest, CarriesItsIssueTime) {
  EXPECT_EQ(FormatInstant(IssuedAt(Sample())), "2026-10-02T06:30:00.123Z");
}

TEST(CommandIdTest, PrintsAndReadsTheSameId) {
  EXPECT_EQ(*ParseCommandId(ToString(Sample())), Sample());
  EXPECT_EQ(*CommandIdFromBytes(ToBytes(Sample())), Sample());
  EXPECT_EQ(ToString(Sample())[14], '7');
}

TEST(CommandIdTest, OtherUuidsAreRefused) {
  EXPECT_FALSE(ParseCommandId("0199f1d0-0000-4abc-8def-0123456789ab"));
  EXPECT_FALSE(ParseCommandId("0199f1d0-0000-7abc-8def-0123456789a"));
  EXPECT_FALSE(ParseCommandId("0199F1D0-0000-7abc-8def-0123456789ab"));
  EXPECT_FALSE(CommandIdFromBytes("short"));
}

}  // namespace
}  // namespace relance
