#include "libs/process/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace relance {
namespace {

TEST(WorkerPoolTest, WhatIsTakenIsDoneBeforeThePoolIsGone) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(2, 100);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.Run([&] { ++done; }));
    pool.Continue([&] { ++done; });
  }
  EXPECT_EQ(done, 101);
}

TEST(WorkerPoolTest, MoreThanMayBeQueuedIsNotTaken) {
  std::promise<void> begun, go;
  std::atomic<int> done = 0;
  {
    WorkerPool pool(1, 2);
    ASSERT_TRUE(pool.Run([&] {
      begun.set_value();
      go.get_future().wait();
    }));
    begun.get_future().wait();
    EXPECT_TRUE(pool.Run([&] { ++done; }));
    EXPECT_TRUE(pool.Run([&] { ++done; }));
    EXPECT_FALSE(pool.Run([&] { ++done; }));
    pool.Continue([&] { ++done; });
    go.set_value();
  }
  EXPECT_EQ(done, 3);
}

}  // namespace
}  // namespace relance
