#include "libs/journal/fold.h"
#include "tests/sim/journal_case.h"

// The traces in which the view falls behind, runs ahead or is rebuilt (J3 to J6, J10, J13 to J15,
// J20).

namespace relance::sim {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(JournalCase, J3WhatARolledBackViewForgotIsHandledFromTheChain) {
  const int p = OwnerWithOpen(3);
  const int q = world.Start(kTill);
  world.Settle(q);  // Q stays at the state before the hold
  const CommandId hold = world.Command("hold A");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Land(kTill, 0, true);
  ASSERT_TRUE(world.RunTo(p, "projected"));
  EXPECT_THAT(AnswersTo(hold), ElementsAre(true));
  world.Crash(p);
  world.RollBack(kTill, 1);
  world.withheld = {"till.commands"};
  const CommandId release = world.Command("release A");
  world.withheld = {};
  world.Settle(q);
  EXPECT_THAT(AnswersTo(release), ElementsAre(true));
  EXPECT_FALSE(Fold().held);
  EXPECT_TRUE(ViewIsNewest());
}

TEST_F(JournalCase, J3AnOwnerThatStartsOnARolledBackViewTakesItsPositionsFromRecords) {
  const int p = OwnerWithOpen(3);
  const CommandId hold = world.Command("hold A");
  world.Settle(p);
  world.Crash(p);
  world.RollBack(kTill, 1);
  const CommandId release = world.Command("release A");
  const int q = world.Start(kTill);
  world.Settle(q);
  EXPECT_TRUE(world.service(kTill).oracle->OutcomeOf(hold)->accepted);
  EXPECT_THAT(AnswersTo(hold), ElementsAre(true));
  EXPECT_THAT(AnswersTo(release), ElementsAre(true));
  EXPECT_FALSE(Fold().held);
}

TEST_F(JournalCase, J4AnOwnerThatIsSlowToProjectIsOvertakenByTheChain) {
  const int p = OwnerWithOpen(3);
  const CommandId hold = world.Command("hold A");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Land(kTill, 0, true);
  ASSERT_TRUE(world.RunTo(p, "project"));
  EXPECT_THAT(AnswersTo(hold), ElementsAre(true));
  const CommandId release = world.Command("release A");
  const int q = world.Start(kTill);
  world.Settle(q);
  EXPECT_THAT(AnswersTo(release), ElementsAre(true));
  world.Settle(p);
  EXPECT_FALSE(Fold().held);
  EXPECT_EQ(world.At(p).owner().head(), world.At(q).owner().head());
}

class RolledBackLoad : public JournalCase {
 protected:
  /// "pay 2" of 3 is accepted and projected, memory is empty, the view loses the payment.
  int AfterAPaymentIsForgotten() {
    world.habits.documents_in_memory = 0;
    const int p = OwnerWithOpen(3);
    first_ = world.Command("pay A 2");
    world.Settle(p);
    Tick(p);
    EXPECT_EQ(world.At(p).owner().documents().Size(), 0U);
    world.RollBack(kTill, 1);
    return p;
  }
  CommandId first_;
};

TEST_F(RolledBackLoad, J5ALoadBelowWhatWasProjectedStartsAgain) {
  const int p = AfterAPaymentIsForgotten();
  const CommandId second = world.Command("pay A 2");
  world.Settle(p);
  EXPECT_THAT(AnswersTo(first_), ElementsAre(true));
  EXPECT_THAT(AnswersTo(second), ElementsAre(false));
  EXPECT_EQ(Fold().paid, 2);
}

TEST_F(RolledBackLoad, J6TheClientsRepeatHasOneEffectAndTheFirstOutcome) {
  const int p = AfterAPaymentIsForgotten();
  world.Repeat(first_, "pay A 2");
  world.Settle(p);
  EXPECT_THAT(AnswersTo(first_), ElementsAre(true, true));
  EXPECT_EQ(Fold().paid, 2);
}

TEST_F(JournalCase, AnAggregateLeavesMemoryOnlyAfterItsProjection) {
  world.habits.documents_in_memory = 0;
  world.Crash(OwnerWithOpen(3));
  world.Command("pay A 2");
  const CommandId second = world.Command("pay A 2");
  const int p = world.Start(kTill);
  ASSERT_TRUE(world.RunTo(p, "await"));  // the first alone: a new owner is careful
  world.Land(kTill, 0, true);
  world.Advance(Millis{1000});  // the tick that empties memory is due before the projection
  world.Settle(p);
  EXPECT_THAT(AnswersTo(second), ElementsAre(false));
  EXPECT_EQ(Fold().paid, 2);
}

TEST_F(JournalCase, J10AFactWhoseOwnerDiedBeforeProjectingIsReplayedOnce) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 1");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Land(kTill, 0, true);
  ASSERT_TRUE(world.RunTo(p, "project"));
  world.Crash(p);
  const uint64_t sequence = Sequence();
  const int q = world.Start(kTill);
  world.Settle(q);
  EXPECT_EQ(Sequence(), sequence);  // nothing is left to decide
  EXPECT_TRUE(ViewIsNewest());
  world.Command("pay A 1");
  world.Settle(q);
  EXPECT_EQ(Fold().paid, 2);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true));
}

TEST_F(JournalCase, J13AnIdlePartitionMendsARolledBackViewWithinTwoTicks) {
  const int p = OwnerWithOpen(3);
  world.Command("pay A 1");
  world.Settle(p);
  world.RollBack(kTill, 1);
  ASSERT_FALSE(ViewIsNewest());
  Tick(p);
  Tick(p);
  EXPECT_TRUE(ViewIsNewest());
  world.Flush(kTill);
  Tick(p);
  Tick(p);
  EXPECT_TRUE(ViewIsNewest());
}

TEST_F(JournalCase, J14AReadIsOfOnePositionEvenWhileAProjectionPasses) {
  const int p = OwnerWithOpen(9);
  world.Document("add B F-1 1 9");
  world.Settle(p);
  for (int i = 0; i < 6; ++i) world.Command(i % 2 == 0 ? "pay A 1" : "pay B 1");
  int reads = 0;
  for (int i = 0; i < 400; ++i) {
    world.Resume(p);
    world.LandAll(kTill);
    const auto read = world.service(kTill).view->Load({"till/A", "till/B"});
    ASSERT_TRUE(read && read->position);
    const auto* state = world.service(kTill).oracle->Find(*read->position);
    ASSERT_NE(state, nullptr);
    for (const size_t k : {size_t{0}, size_t{1}}) {
      const auto found = state->documents.find(k == 0 ? "till/A" : "till/B");
      const auto expected =
          found == state->documents.end() ? std::nullopt : std::optional(found->second);
      EXPECT_EQ(read->values[k], expected);
    }
    ++reads;
  }
  EXPECT_EQ(reads, 400);
  EXPECT_EQ(Fold("A").paid + Fold("B").paid, 6);
}

// Views are restored by folding the journal; the nearest to two restores of a snapshot are two
// owners that rebuild one wiped view at once.
TEST_F(JournalCase, J15TwoOwnersThatRebuildAWipedViewDoNotMixTheirWork) {
  const int p = OwnerWithOpen(9);
  for (int i = 0; i < 8; ++i) {
    world.Command("pay A 1");
    world.Settle(p);
  }
  world.Crash(p);
  for (const size_t lost : {size_t{0}, size_t{1}, size_t{2}, size_t{3}}) {
    world.Flush(kTill);
    const int q = world.Start(kTill);
    const int r = world.Start(kTill);
    for (int i = 0; i < 300; ++i) {
      world.Resume(i % 2 == 0 ? q : r);
      if (i == 30) world.RollBack(kTill, lost);  // between two chunks
    }
    world.Settle(q);
    world.Settle(r);
    EXPECT_TRUE(ViewIsNewest());
    EXPECT_THAT(world.stops, IsEmpty());
    world.Crash(q);
    world.Crash(r);
  }
}

TEST_F(JournalCase, J15OneOfTwoProjectionsFromOnePositionWins) {
  const int p = OwnerWithOpen(3);
  world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Land(kTill, 0, true);
  ASSERT_TRUE(world.RunTo(p, "project"));  // holds its projection back
  const int q = world.Start(kTill);
  world.Settle(q);
  world.Command("hold A");
  world.Settle(q);
  const auto newest = world.service(kTill).view->content().position;
  ASSERT_TRUE(world.RunTo(p, "projected"));  // late: refused
  EXPECT_EQ(world.service(kTill).view->content().position, newest);
  world.Settle(p);
  EXPECT_TRUE(ViewIsNewest());
}

TEST_F(JournalCase, J20AProjectionWhoseReplyWasLostIsDone) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Land(kTill, 0, true);
  ASSERT_TRUE(world.RunTo(p, "projected"));
  world.lost_reply_percent = 100;
  world.Resume(p);
  world.lost_reply_percent = 0;
  EXPECT_TRUE(ViewIsNewest());
  const uint64_t sequence = Sequence();
  world.Settle(p);
  EXPECT_EQ(Sequence(), sequence);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true));
}

}  // namespace
}  // namespace relance::sim
