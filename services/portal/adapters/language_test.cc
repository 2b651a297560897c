#include "services/portal/adapters/language.h"

#include <gmock/gmock.h>

namespace relance::portal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LanguageTest, TheMostWantedLanguageComesFirst) {
  EXPECT_THAT(AcceptedLanguages("de;q=0.5, fr-CA, en;q=0.85"), ElementsAre("fr-CA", "en", "de"));
  EXPECT_THAT(AcceptedLanguages("en;q=0.8,fr;q=0.8"), ElementsAre("en", "fr"));
  EXPECT_THAT(AcceptedLanguages("fr;q=0, en; q=1.000"), ElementsAre("en"));
}

TEST(LanguageTest, MalformedWishesAreLeftOut) {
  EXPECT_THAT(AcceptedLanguages(""), IsEmpty());
  EXPECT_THAT(AcceptedLanguages(",;,fr;q=,en;q=2,de;q=0.12345,es;q=x,it;q=1.5"), IsEmpty());
}

TEST(LanguageTest, TheFirstWishThatThePortalSpeaksIsServed) {
  EXPECT_EQ(FirstSpoken({"", "xx", "FR-ca", "en"}), "fr");
  EXPECT_EQ(FirstSpoken({"en_GB"}), "en");
  EXPECT_EQ(FirstSpoken({"xx", "../en"}), "");
}

}  // namespace
}  // namespace relance::portal
