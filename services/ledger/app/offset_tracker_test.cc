#include "services/ledger/app/offset_tracker.h"

#include <gtest/gtest.h>

namespace relance::ledger {
namespace {

const FeedPartition kFeed{"erp.sap", 0};

TEST(OffsetTrackerTest, ARecordIsHandledOnceAllBeforeItAre) {
  OffsetTracker tracker;
  for (int64_t offset : {10, 11, 12}) tracker.Begin(kFeed, offset);
  tracker.Finish(kFeed, 11);
  tracker.Finish(kFeed, 12);
  EXPECT_TRUE(tracker.TakeHandled().empty());
  tracker.Finish(kFeed, 10);
  const auto handled = tracker.TakeHandled();
  ASSERT_EQ(handled.size(), 1U);
  EXPECT_EQ(handled[0].offset, 12);
  EXPECT_TRUE(tracker.TakeHandled().empty()) << "told once";
}

TEST(OffsetTrackerTest, PartitionsDoNotWaitForEachOther) {
  OffsetTracker tracker;
  tracker.Begin(kFeed, 0);
  tracker.Begin({"erp.sap", 1}, 0);
  tracker.Finish({"erp.sap", 1}, 0);
  const auto handled = tracker.TakeHandled();
  ASSERT_EQ(handled.size(), 1U);
  EXPECT_EQ(handled[0].feed.partition, 1);
}

TEST(OffsetTrackerTest, APartitionThatComesBackIsToldAgain) {
  OffsetTracker tracker;
  tracker.Begin(kFeed, 0);
  tracker.Finish(kFeed, 0);
  tracker.Begin(kFeed, 1);
  tracker.Finish(kFeed, 1);
  ASSERT_EQ(tracker.TakeHandled().at(0).offset, 1);
  tracker.Begin(kFeed, 1);
  EXPECT_TRUE(tracker.TakeHandled().empty());
  tracker.Finish(kFeed, 1);
  EXPECT_EQ(tracker.TakeHandled().at(0).offset, 1);
}

}  // namespace
}  // namespace relance::ledger
