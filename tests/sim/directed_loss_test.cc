#include "tests/sim/journal_case.h"

// Kafka loses what it had acknowledged (J16): a reader that remembers it stops, none skips.

namespace relance::sim {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class LostTail : public JournalCase {
 protected:
  /// An owner of the till and a follower of its journal, both idle at its end.
  void SetUp() override {
    till_ = OwnerWithOpen(3);
    mirror_ = world.Start(kMirror);
    world.Settle(mirror_);
    head_ = world.At(till_).owner().head();
  }
  void PassAMinute(int owner) {
    for (int i = 0; i < 200 && !world.At(owner).stopped(); ++i) Tick(owner);
  }
  /// One more record at the head, such as an owner nobody knows would write it.
  std::string Another() { return Checkpoint(head_, "unknown").bytes; }

  int till_ = 0;
  int mirror_ = 0;
  journal::Position head_;
};

TEST_F(LostTail, J16AFollowerComparesItsAnchorAndStops) {
  const uint64_t sequence = world.At(mirror_).owner().head().sequence;
  world.Lose(kTill, 1, {"something else", "and more"});
  world.Crash(till_);
  PassAMinute(mirror_);
  ASSERT_TRUE(world.At(mirror_).stopped());
  EXPECT_EQ(world.At(mirror_).owner().head().sequence, sequence);
}

TEST_F(LostTail, J16AfterAnIgnoredRecordTheReReadFindsWhatWasReplacedBehindTheAnchor) {
  world.Crash(till_);
  world.Inject(kTill, "ignored");
  Tick(mirror_);
  const uint64_t sequence = world.At(mirror_).owner().head().sequence;
  const auto lost_sight_of = Checkpoint(head_, "unknown");
  const journal::Position beyond{head_.sequence + 1, lost_sight_of.hash, head_.offset + 1};
  world.Lose(kTill, 1, {lost_sight_of.bytes, Checkpoint(beyond, "unknown").bytes});
  world.Resume(mirror_);
  Tick(mirror_);
  Tick(mirror_);
  ASSERT_TRUE(world.At(mirror_).stopped());
  EXPECT_THAT(world.stops.front(), HasSubstr("replaced"));
  EXPECT_EQ(world.At(mirror_).owner().head().sequence, sequence);
}

TEST_F(LostTail, AnOwnerWhoseLastRecordWasReplacedStops) {
  world.Lose(kTill, 1, {"something else", "and more"});
  PassAMinute(till_);
  ASSERT_TRUE(world.At(till_).stopped());
  EXPECT_EQ(world.At(till_).owner().head(), head_);
}

TEST_F(LostTail, AnOwnerRemembersWhatItsRolledBackViewForgot) {
  world.Lose(kTill, 1, {"something else", "and more"});
  world.RollBack(kTill, 1);
  PassAMinute(till_);
  EXPECT_TRUE(world.At(till_).stopped());
}

TEST_F(LostTail, AJournalThatEndsBeforeThePositionIsDoubtedForHalfAMinute) {
  world.Lose(kTill, 1, {});
  for (int i = 0; i < 20; ++i) Tick(till_);
  EXPECT_FALSE(world.At(till_).stopped());
  for (int i = 0; i < 200 && !world.At(till_).stopped(); ++i) Tick(till_);
  EXPECT_TRUE(world.At(till_).stopped());
}

TEST_F(LostTail, ATailThatComesBackIsNoLoss) {
  const std::string tail = Records().back();
  world.Lose(kTill, 1, {});
  for (int i = 0; i < 10; ++i) Tick(till_);
  world.Lose(kTill, 0, {tail});
  for (int i = 0; i < 10; ++i) Tick(till_);
  EXPECT_FALSE(world.At(till_).stopped());
  EXPECT_TRUE(world.At(till_).owner().owning());
}

TEST_F(LostTail, AnInputThatWasReplacedAfterItWasHandledStopsItsOwner) {
  auto& bulk = world.InputTopic("till.bulk").records;
  bulk.back() = "something else";
  world.expect_stop = true;
  PassAMinute(till_);
  EXPECT_TRUE(world.At(till_).stopped());
}

TEST_F(LostTail, AChainThatStandsStillWhileRecordsArriveRaisesOneAlarm) {
  for (int i = 0; i < 80; ++i) {
    world.Inject(kTill, "beside the chain");
    Tick(mirror_);
  }
  EXPECT_THAT(world.alarms, SizeIs(1));
  EXPECT_THAT(world.alarms.front(), HasSubstr("stands still"));
  EXPECT_THAT(world.stops, IsEmpty());
}

TEST_F(LostTail, RecordsBesideAChainThatMovesRaiseNoAlarm) {
  for (int i = 0; i < 80; ++i) {
    world.Inject(kTill, "beside the chain");
    if (i % 10 == 0) world.Command("hold X" + std::to_string(i));
    world.Settle(till_);
    Tick(mirror_);
  }
  EXPECT_THAT(world.alarms, IsEmpty());
}

}  // namespace
}  // namespace relance::sim
