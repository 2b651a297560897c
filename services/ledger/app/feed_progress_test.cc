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
  EXPECT_THAT(progress.Report({Stand(0, 5, 5)}, Millis{0}),
              ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
  EXPECT_FALSE(progress.HasNews());
  EXPECT_THAT(progress.Report({Stand(0, 5, 5)}, Millis{0}), IsEmpty());
}

TEST(FeedProgressTest, AHeartbeatWaitsForWhatWasThereWhenItWasSeenOnEveryPartition) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_THAT(progress.Report({Stand(0, 5, 5), Stand(1, 2, 9)}, Millis{0}),
              ElementsAre(FeedReport{"/sap", "FR01", 0, 7}));
  progress.Beat("/sap", "FR01", 2000);
  EXPECT_THAT(progress.Report({Stand(0, 6, 6), Stand(1, 9, 12)}, Millis{0}),
              ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}))
      << "the second heartbeat waits for what came since";
  EXPECT_TRUE(progress.HasNews());
  progress.Report({Stand(0, 6, 6), Stand(1, 11, 12)}, Millis{0});
  EXPECT_THAT(progress.Report({Stand(0, 6, 6), Stand(1, 12, 12)}, Millis{0}),
              ElementsAre(FeedReport{"/sap", "FR01", 2000, 0}));
  EXPECT_FALSE(progress.HasNews());
}

TEST(FeedProgressTest, AnotherEntitysBacklogHoldsUpNothing) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  const FeedStand german{{"erp.de", 0}, 0, 100'000, {"DE01"}};
  EXPECT_THAT(progress.Report({Stand(0, 5, 5), german}, Millis{0}),
              ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
}

TEST(FeedProgressTest, AnOlderHeartbeatChangesNothing) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 2000);
  progress.Report({}, Millis{0});
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_FALSE(progress.HasNews());
}

TEST(FeedProgressTest, APartitionThatHasGoneIsNotWaitedFor) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  progress.Report({Stand(0, 0, 5), Stand(1, 9, 9)}, Millis{0});
  EXPECT_THAT(progress.Report({Stand(1, 9, 9)}, Millis{0}),
              ElementsAre(FeedReport{"/sap", "FR01", 1000, 0}));
}

TEST(FeedProgressTest, ABacklogFoundAtTheStartIsBehindAtOnceAndUntilItIsHandled) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  EXPECT_EQ(progress.Report({Stand(0, 0, 50)}, Millis{0})[0].behind, 50);
  EXPECT_EQ(progress.Report({Stand(0, 40, 90)}, Millis{30'000})[0].behind, 10);
  EXPECT_EQ(progress.Report({Stand(0, 55, 120)}, Millis{45'000})[0].behind, 0)
      << "what came since has not waited for a minute";
}

TEST(FeedProgressTest, AFeedThatFlowsIsNotBehindUntilARecordWaitsForAMinute) {
  FeedProgress progress;
  progress.Beat("/sap", "FR01", 1000);
  progress.Report({Stand(0, 10, 10)}, Millis{0});
  for (int i = 1; i <= 10; ++i) {
    const int64_t end = 10 + i * 100;
    for (const auto& report : progress.Report({Stand(0, end - 5, end)}, Millis{i * 30'000})) {
      EXPECT_EQ(report.behind, 0) << i;
    }
  }
  EXPECT_THAT(progress.Report({Stand(0, 1005, 1200)}, Millis{330'000}), IsEmpty());
  EXPECT_EQ(progress.Report({Stand(0, 1005, 1300)}, Millis{360'000})[0].behind, 5);
}

}  // namespace
}  // namespace relance::ledger
