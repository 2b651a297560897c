#include "services/notifier/app/work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/notifier/app/testing_world.h"

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(WorkTest, ADueNoticeIsClearedHandedOverAndEnded) {
  World world;
  Process process(world);
  process.Rounds(2);
  EXPECT_THAT(world.sent, SizeIs(1));
  EXPECT_EQ(world.notices.at(kRef).state, NoticeState::kEnded);
  EXPECT_THAT(world.links, SizeIs(1));
  EXPECT_EQ(process.work.IsQuiet(0), true);
  process.Rounds(5);
  EXPECT_THAT(world.sent, SizeIs(1));
}

/// How many calls of a port an undisturbed notice takes, and a few more.
int Calls() {
  World world;
  Process(world).Rounds(3);
  return world.calls + 3;
}

TEST(WorkTest, APaymentBetweenAnyTwoStepsWinsUnlessTheFenceWasBeforeIt) {
  int withdrawn = 0;
  for (int step = 1; step <= Calls(); ++step) {
    World world;
    world.before = [&](int call) {
      if (call == step) world.Pay();
    };
    Process(world).Rounds(4);
    for (const auto& sent : world.sent) EXPECT_LT(sent.fence, world.paid_at) << "step " << step;
    if (world.sent.empty()) ++withdrawn;
  }
  EXPECT_GT(withdrawn, 0);
}

TEST(WorkTest, AStopBetweenAnyTwoStepsWinsUnlessTheClearanceWasBeforeIt) {
  for (int step = 1; step <= Calls(); ++step) {
    World world;
    world.before = [&](int call) {
      if (call == step) world.StopEntity();
    };
    Process(world).Rounds(4);
    for (const auto& sent : world.sent) {
      EXPECT_LT(sent.clearance, world.stopped_at) << "step " << step;
    }
  }
}

TEST(WorkTest, AWithdrawalBetweenAnyTwoStepsLeavesNoAttemptBehindIt) {
  for (int step = 1; step <= Calls(); ++step) {
    World world;
    bool started_after = false;
    bool withdrawn = false;
    world.before = [&](int call) {
      if (call == step) {
        if (const auto fact = FollowWithdrawn(&world.notices.at(kRef), "paid")) {
          world.Say(kRef, *fact);
          withdrawn = true;
        }
      }
      const Notice& notice = world.notices.at(kRef);
      started_after |= withdrawn && call > step && notice.attempts.size() > 1;
    };
    Process(world).Rounds(4);
    if (withdrawn && world.notices.at(kRef).attempts.empty()) {
      EXPECT_THAT(world.sent, IsEmpty()) << "step " << step;
    }
    EXPECT_FALSE(started_after);
    EXPECT_LE(world.sent.size(), 1U);
  }
}

/// A process dies at any call; another takes over and works until nothing is left.
TEST(WorkTest, ACrashAtAnyStepSendsAFormalNoticeAtMostOnce) {
  for (int step = 1; step <= Calls(); ++step) {
    World world(4, true);
    world.before = [&](int call) { world.down = call >= step; };
    {
      Process dead(world);
      world.on_pause = [&] { dead.work.Stop(); };  // It does not wait for its journal for ever.
      dead.Rounds(4);
    }
    world.before = nullptr;
    world.on_pause = nullptr;
    world.down = false;
    Process next(world);
    for (int i = 0; i < 20; ++i) {
      next.Rounds(2);
      world.ticks += 61s;
      world.now += 24h;
    }
    EXPECT_LE(world.sent.size(), 1U) << "step " << step;
    EXPECT_EQ(world.notices.at(kRef).state, NoticeState::kEnded) << "step " << step;
  }
}

TEST(WorkTest, ACrashAtAnyStepOfAReminderEndsItWithOneMessageId) {
  for (int step = 1; step <= Calls(); ++step) {
    World world(1);
    world.before = [&](int call) { world.down = call >= step; };
    {
      Process dead(world);
      world.on_pause = [&] { dead.work.Stop(); };
      dead.Rounds(4);
    }
    world.before = nullptr;
    world.on_pause = nullptr;
    world.down = false;
    Process next(world);
    for (int i = 0; i < 20; ++i) {
      next.Rounds(2);
      world.ticks += 61s;
      world.now += 24h;
    }
    EXPECT_GE(world.sent.size(), 1U) << "step " << step;
    EXPECT_LE(world.sent.size(), 2U) << "step " << step;
    for (const auto& sent : world.sent) EXPECT_EQ(sent.message_id, world.sent[0].message_id);
    EXPECT_EQ(world.notices.at(kRef).state, NoticeState::kEnded) << "step " << step;
  }
}

TEST(WorkTest, ARefusalForNowIsTriedAgainWithANewClearance) {
  World world;
  world.answers = {{AttemptResult::kTemporaryFailure, "451 later"}};
  Process process(world);
  process.Rounds(3);
  EXPECT_THAT(world.sent, SizeIs(1));
  EXPECT_EQ(process.work.IsQuiet(0), true);
  world.now += 5min;
  process.Rounds(3);
  ASSERT_THAT(world.sent, SizeIs(2));
  EXPECT_LT(world.sent[0].clearance, world.sent[1].clearance);
  EXPECT_EQ(world.sent[0].message_id, world.sent[1].message_id);
}

TEST(WorkTest, ARefusalForNowIsNotTriedAgainWhenTheInvoiceIsPaid) {
  World world;
  world.answers = {{AttemptResult::kTemporaryFailure, "451 later"}};
  Process process(world);
  process.Rounds(3);
  world.Pay();
  world.now += 5min;
  process.Rounds(3);
  EXPECT_THAT(world.sent, SizeIs(1));
  EXPECT_EQ(world.notices.at(kRef).state, NoticeState::kWithdrawn);
}

TEST(WorkTest, OneNoticeThatCannotBeRenderedDoesNotHoldTheOthers) {
  World world;
  const NoticeRef other{{"FR01", "D43"}, "n2"};
  world.Say(other, NoticeQueued{other.notice, other.account, "r1", world.now});
  world.compose_error = Error{ErrorCode::kInvalid, "no text", "texts"};
  // The first notice fails, the second is composed.
  world.before = [&](int) {
    if (!world.trouble.empty()) world.compose_error.reset();
  };
  Process process(world);
  process.Rounds(3);
  EXPECT_THAT(world.sent, SizeIs(1));
  EXPECT_EQ(world.notices.at(other).state, NoticeState::kEnded);
  EXPECT_THAT(world.trouble, ElementsAre("prepare: no text"));
  EXPECT_EQ(process.work.IsQuiet(0), true);
  world.ticks += 5min;
  process.Rounds(3);
  EXPECT_EQ(world.notices.at(kRef).state, NoticeState::kEnded);
}

TEST(WorkTest, ACrowdThatCannotBeRenderedDoesNotHoldTheOneBehindIt) {
  World world;
  world.compose_error = Error{ErrorCode::kInvalid, "no text", "texts"};
  for (int i = 0; i < 50; ++i) {
    const NoticeRef ref{{"FR01", "D5" + std::to_string(100 + i)}, "n" + std::to_string(100 + i)};
    world.Say(ref, NoticeQueued{ref.notice, ref.account, "r1", world.now});
  }
  const NoticeRef last{{"FR01", "D9"}, "last"};
  world.Say(last, NoticeQueued{last.notice, last.account, "r1", world.now});
  world.healthy = {"last"};
  Process process(world);
  for (int i = 0; i < 30; ++i) {
    const auto tasks = process.work.Round(0, 5);
    ASSERT_TRUE(tasks);
    EXPECT_LE(tasks->size(), 5U);
    for (const Task& task : *tasks) process.work.Do(task);
  }
  EXPECT_EQ(world.notices.at(last).state, NoticeState::kEnded);
  EXPECT_THAT(world.sent, SizeIs(1));
}

TEST(WorkTest, AnAttemptOfADeadProcessBecomesUnknownAfterTwiceTheClearanceTime) {
  World world(4, true);
  {
    Process dead(world);
    const auto tasks = dead.work.Round(0, 10);
    const auto ready = world.Load(0, kRef);
    const auto prepared = dead.hand_over.Prepare(0, *ready, world.contacts[0], world.ticks);
    ASSERT_TRUE(dead.hand_over.Start(*prepared)->accepted);
  }
  Process next(world);
  next.Rounds(2);
  world.ticks += 119s;
  next.Rounds(1);
  EXPECT_TRUE(HasRunning(world.notices.at(kRef)));
  world.ticks += 1s;
  next.Rounds(1);
  EXPECT_EQ(world.notices.at(kRef).attempts[0].result, AttemptResult::kUnknown);
  EXPECT_THAT(world.sent, IsEmpty());
}

TEST(WorkTest, AnAttemptWhoseStartWasUncertainIsKnownNotToHaveLeft) {
  World world;
  Process process(world);
  const auto tasks = process.work.Round(0, 10);
  ASSERT_THAT(*tasks, SizeIs(1));
  // The journal takes the attempt, but its answer is lost.
  class LostAnswer : public AttemptJournal {
   public:
    explicit LostAnswer(World& world) : world_(world) {}
    Result<Verdict> Start(int partition, const NoticeRef& ref, const Attempt& attempt,
                          const std::vector<Link>& links) override {
      (void)world_.Start(partition, ref, attempt, links);
      return Unavailable("lost");
    }
    Result<Verdict> End(int partition, const NoticeRef& ref, const EndAttempt& end) override {
      return world_.End(partition, ref, end);
    }

   private:
    World& world_;
  } journal(world);
  HandOver hand_over(world, world, world, journal, world, world, {"https://p", 24h});
  Work work(world, world, process.asking, hand_over, journal, world);
  work.Do(tasks->front());
  EXPECT_THAT(world.sent, IsEmpty());
  ASSERT_TRUE(work.Round(0, 10));
  EXPECT_EQ(world.notices.at(kRef).attempts[0].result, AttemptResult::kTechnicalFailure);
}

TEST(WorkTest, AViewThatLagsDoesNotMakeANoticeLeaveTwice) {
  World world;
  Process process(world);
  const auto tasks = process.work.Round(0, 10);
  ASSERT_THAT(*tasks, SizeIs(1));
  const Notice stale = world.notices.at(kRef);
  process.work.Do(tasks->front());
  EXPECT_THAT(world.sent, SizeIs(1));
  world.notices.at(kRef) = stale;
  EXPECT_THAT(*process.work.Round(0, 10), IsEmpty());
}

TEST(WorkTest, TheScenarioBeingAwayIsReported) {
  World world;
  Process process(world);
  world.down = true;
  EXPECT_EQ(process.work.Round(0, 10).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace relance::notifier
