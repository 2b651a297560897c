#include "libs/http/message.h"

#include <gmock/gmock.h>

namespace relance::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MessageTest, AFieldIsFoundByItsNameAndAMissingOneIsEmpty) {
  const Fields fields = {{"line", "A"}, {"amount", "12"}, {"line", "B"}};
  EXPECT_EQ(ValueOf(fields, "line"), "A");
  EXPECT_EQ(ValueOf(fields, "Line"), "");
  EXPECT_THAT(ValuesOf(fields, "line"), ElementsAre("A", "B"));
  EXPECT_THAT(ValuesOf(fields, "day"), IsEmpty());
}

TEST(MessageTest, AHeaderWithALineEndIsNotSafe) {
  EXPECT_TRUE(IsSafeHeader("Location", "/account?x=\xc3\xa9"));
  EXPECT_FALSE(IsSafeHeader("Location", "/a\r\nSet-Cookie: x=1"));
  EXPECT_FALSE(IsSafeHeader("Location", "/a\nb"));
  EXPECT_FALSE(IsSafeHeader("Location", std::string("/a\0b", 4)));
  EXPECT_FALSE(IsSafeHeader("Bad Name", "x"));
  EXPECT_FALSE(IsSafeHeader("Bad:Name", "x"));
  EXPECT_FALSE(IsSafeHeader("", "x"));
}

TEST(MessageTest, SeeOtherNamesThePlaceToGo) {
  const Response response = SeeOther("/account");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(ValueOf(response.headers, "Location"), "/account");
}

}  // namespace
}  // namespace relance::http
