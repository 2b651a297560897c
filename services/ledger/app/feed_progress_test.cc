#include "services/ledger/app/feed_progress.h"

#include <gmock/gmock.h>

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const FeedPartition kZero{"erp", 0}, kOne{"erp", 1};

TEST(FeedProgressTest, AHeartbeatAtTheEndOfTheTopicsIsPassedOnAtOnce) {
  FeedProgress progress;
  EXPECT_FALSE(progress.HasNews());
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_TRUE(progress.HasNews());
  EXPECT_THAT(progress.Report({{kZero, 5, 5}}), ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
  EXPECT_FALSE(progress.HasNews());
  EXPECT_THAT(progress.Report({{kZero, 5, 5}}), IsEmpty());
}

TEST(FeedProgressTest, AHeartbeatWaitsForWhatWasThereWhenItWasSeenOnEveryPartition) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_THAT(progress.Report({{kZero, 5, 5}, {kOne, 2, 9}}),
              ElementsAre(FeedReport{"/sap", "FR01", 0, 7}));
  progress.Beat("/sap", "FR01", 2000);
  EXPECT_THAT(progress.Report({{kZero, 6, 6}, {kOne, 9, 12}}),
              ElementsAre(FeedReport{"/sap", "FR01", 1000, 3}))
      << "the second heartbeat waits for what came since";
  EXPECT_THAT(progress.Report({{kZero, 6, 6}, {kOne, 12, 12}}),
              ElementsAre(FeedReport{"/sap", "FR01", 2000, 0}));
}

TEST(FeedProgressTest, AnOlderHeartbeatChangesNothing) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 2000);
  progress.Report({});
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_FALSE(progress.HasNews());
}

TEST(FeedProgressTest, APartitionThatHasGoneIsNotWaitedFor) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  progress.Report({{kZero, 0, 5}, {kOne, 9, 9}});
  EXPECT_THAT(progress.Report({{kOne, 9, 9}}), ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
}

}  // namespace
}  // namespace relance::ledger
