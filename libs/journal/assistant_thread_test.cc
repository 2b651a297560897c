#include "libs/journal/assistant_thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace relance::journal {
namespace {

TEST(AssistantThreadTest, WorkIsBegunWithoutWaitingForIt) {
  AssistantThread assistant;
  std::promise<void> go;
  std::thread::id on;
  assistant.Begin([&] {
    go.get_future().wait();
    on = std::this_thread::get_id();
  });
  go.set_value();  // this thread is here, not there
  assistant.Finish();
  EXPECT_NE(on, std::this_thread::get_id());
}

TEST(AssistantThreadTest, WhatIsFinishedIsSeen) {
  AssistantThread assistant;
  std::vector<int> done;
  for (int i = 0; i < 100; ++i) {
    assistant.Begin([&done, i] { done.push_back(i); });
    assistant.Finish();
    ASSERT_EQ(done.size(), static_cast<size_t>(i) + 1);
    EXPECT_EQ(done.back(), i);
  }
}

TEST(AssistantThreadTest, ToFinishWithNothingBegunIsToDoNothing) {
  AssistantThread assistant;
  assistant.Finish();
  assistant.Begin([] {});
  assistant.Finish();
  assistant.Finish();
}

TEST(AssistantThreadTest, ItEndsAfterWhatWasBegun) {
  bool done = false;
  {
    AssistantThread assistant;
    assistant.Begin([&] { done = true; });
  }
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace relance::journal
