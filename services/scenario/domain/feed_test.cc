#include "services/scenario/domain/feed.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

constexpr Millis kHour{3'600'000};

TEST(FeedTest, ASilenceLongerThanAllowedMakesItStale) {
  const Feed feed{1'000, 0};
  EXPECT_FALSE(IsStale(feed, kHour, FromMillis(1'000) + kHour));
  EXPECT_TRUE(IsStale(feed, kHour, FromMillis(1'001) + kHour));
  EXPECT_FALSE(IsStale(feed, Millis{0}, FromMillis(1'000) + 1'000 * kHour));
}

TEST(FeedTest, RecordsThatWaitMakeItStaleHoweverLatelyItSpoke) {
  EXPECT_TRUE(IsStale(Feed{1'000, 1}, kHour, FromMillis(1'000)));
  EXPECT_TRUE(IsStale(Feed{1'000, 1}, Millis{0}, FromMillis(1'000)));
}

}  // namespace
}  // namespace relance::scenario
