#include "services/ledger/app/feed_progress.h"

#include <gmock/gmock.h>

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FeedStand Stand(int partition, int64_t handled, int64_t end) {
  return {{"erp", partition}, handled, end, {"FR01"}};
}

TEST(FeedProgressTest, AHeartbeatAtTheEndOfTheTopicsIsPassedOnAtOnce) {
  FeedProgress progress;
  EXPECT_FALSE(progress.HasNews());
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_TRUE(progress.HasNews());
  EXPECT_THAT(progress.Report({Stand(0, 5, 5)}), ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
  EXPECT_FALSE(progress.HasNews());
  EXPECT_THAT(progress.Report({Stand(0, 5, 5)}), IsEmpty());
}

TEST(FeedProgressTest, AHeartbeatWaitsForWhatWasThereWhenItWasSeenOnEveryPartition) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_THAT(progress.Report({Stand(0, 5, 5), Stand(1, 2, 9)}),
              ElementsAre(FeedReport{"/sap", "FR01", 0, 7}));
  progress.Beat("/sap", "FR01", 2000);
  EXPECT_THAT(progress.Report({Stand(0, 6, 6), Stand(1, 9, 12)}),
              ElementsAre(FeedReport{"/sap", "FR01", 1000, 3}))
      << "the second heartbeat waits for what came since";
  EXPECT_TRUE(progress.HasNews());
  progress.Report({Stand(0, 6, 6), Stand(1, 11, 12)});
  EXPECT_THAT(progress.Report({Stand(0, 6, 6), Stand(1, 12, 12)}),
              ElementsAre(FeedReport{"/sap", "FR01", 2000, 0}));
  EXPECT_FALSE(progress.HasNews());
}

TEST(FeedProgressTest, AnotherEntitysBacklogHoldsUpNothing) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  const FeedStand german{{"erp.de", 0}, 0, 100'000, {"DE01"}};
  EXPECT_THAT(progress.Report({Stand(0, 5, 5), german}),
              ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
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
  progress.Report({Stand(0, 0, 5), Stand(1, 9, 9)});
  EXPECT_THAT(progress.Report({Stand(1, 9, 9)}), ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
}

}  // namespace
}  // namespace relance::ledger
