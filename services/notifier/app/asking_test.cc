#include "services/notifier/app/asking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/notifier/app/testing_world.h"

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

TEST(AskingTest, WhatIsDueIsAskedForOnce) {
  World world;
  world.scenario_answers = false;
  Process process(world);
  EXPECT_EQ(process.asking.AskForClearance(0, {}, 10), size_t{1});
  EXPECT_EQ(process.asking.AskForClearance(0, {}, 10), size_t{0});
  EXPECT_EQ(world.asks, 1);
}

TEST(AskingTest, WhatIsNotDueYetIsNotAskedFor) {
  World world;
  world.now -= 1s;
  Process process(world);
  EXPECT_EQ(process.asking.AskForClearance(0, {}, 10), size_t{0});
}

TEST(AskingTest, AnAskWithoutAnswerIsRepeatedAfterItsTime) {
  World world;
  world.scenario_answers = false;
  Process process(world);
  process.asking.AskForClearance(0, {}, 10).value();
  world.ticks += 59s;
  EXPECT_EQ(process.asking.AskForClearance(0, {}, 10), size_t{0});
  world.ticks += 1s;
  EXPECT_EQ(process.asking.AskForClearance(0, {}, 10), size_t{1});
}

TEST(AskingTest, AnAskThatFailedIsRepeatedAtOnce) {
  World world;
  Process process(world);
  world.before = [&](int) { world.down = world.calls == 3; };
  EXPECT_EQ(process.asking.AskForClearance(0, {}, 10).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(process.asking.AskForClearance(0, {}, 10), size_t{1});
}

TEST(AskingTest, AClearanceCountsFromTheSendingOfItsAsk) {
  World world;
  Process process(world);
  const Monotonic sent = world.ticks;
  // The answer takes 50 seconds: they count.
  world.before = [&](int call) {
    if (call == 3) world.ticks += 50s;
  };
  process.asking.AskForClearance(0, {}, 10).value();
  EXPECT_EQ(process.asking.SentAt("ask1"), sent);
  world.ticks += 10s;
  EXPECT_EQ(process.asking.SentAt("ask1"), std::nullopt);
}

TEST(AskingTest, AnAnswerToAnotherProcessIsNotUsedButAskedForAgain) {
  World world;
  Process before(world);
  before.asking.AskForClearance(0, {}, 10).value();
  ASSERT_EQ(world.notices.at(kRef).state, NoticeState::kReady);
  Process after(world);
  EXPECT_EQ(after.asking.SentAt("ask1"), std::nullopt);
  EXPECT_EQ(after.asking.AskForClearance(0, {}, 10), size_t{1});
  EXPECT_NE(after.asking.SentAt("ask2"), std::nullopt);
}

TEST(AskingTest, WhatIsInProgressIsLeftAlone) {
  World world;
  Process process(world);
  EXPECT_EQ(process.asking.AskForClearance(0, {kRef}, 10), size_t{0});
}

}  // namespace
}  // namespace relance::notifier
