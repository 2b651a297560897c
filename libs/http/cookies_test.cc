#include "libs/http/cookies.h"

#include <gmock/gmock.h>

namespace relance::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(CookiesTest, TheHeaderIsReadPairByPair) {
  EXPECT_THAT(ParseCookies("a=1; __Host-relance=ab-_9 ;c=\"q\""),
              ElementsAre(Pair("__Host-relance", "ab-_9"), Pair("a", "1"), Pair("c", "q")));
}

TEST(CookiesTest, MalformedPairsAreLeftOut) {
  EXPECT_THAT(ParseCookies("; =x; novalue; b=\x01; c=a,b; d=a\"b;;"), IsEmpty());
  EXPECT_THAT(ParseCookies("e=; f=a=b"), ElementsAre(Pair("e", ""), Pair("f", "a=b")));
}

TEST(CookiesTest, APlantedSecondCookieDoesNotHideTheFirst) {
  EXPECT_THAT(ParseCookies("s=ours; s=theirs"), ElementsAre(Pair("s", "ours")));
}

TEST(CookiesTest, ACookieIsOnlyForThisSiteAndNeverForScripts) {
  EXPECT_EQ(FormatCookie({.name = "__Host-relance", .value = "x"}),
            "__Host-relance=x; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(FormatCookie({.name = "relance", .value = "x", .secure = false}),
            "relance=x; Path=/; HttpOnly; SameSite=Lax");
  EXPECT_EQ(FormatCookie({.name = "relance", .value = "x", .secure = false, .clear = true}),
            "relance=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

}  // namespace
}  // namespace relance::http
