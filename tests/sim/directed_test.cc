#include "tests/sim/journal_case.h"

// The traces that exhaustive exploration found when one rule was taken out: appends and reports,
// late, lost and repeated (J1, J2, J7, J8, J11, J12, J17).

namespace relance::sim {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr Millis kFateUnknown{8'100};

TEST_F(JournalCase, J1AnAppendThatIsLostIsDecidedAgain) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Drop(kTill, 0, false);
  world.Advance(kFateUnknown);
  world.Settle(p);
  EXPECT_EQ(Fold().paid, 2);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true));
}

TEST_F(JournalCase, J1OfTwoRecordsOfOneOwnerTheFirstToLandCounts) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Advance(kFateUnknown);
  ASSERT_TRUE(world.RunTo(p, "append"));
  ASSERT_TRUE(world.RunTo(p, "await"));
  ASSERT_EQ(InFlightOf().size(), 2U);
  world.Land(kTill, 0, true);  // the expired one, late
  world.Land(kTill, 0, true);
  EXPECT_THAT(AnswersTo(id), IsEmpty());
  world.Settle(p);
  EXPECT_EQ(Fold().paid, 2);
  EXPECT_GE(world.At(p).owner().ignored_records(), 1U);
  EXPECT_THAT(AnswersTo(id), Each(true));
  EXPECT_TRUE(ViewIsNewest());
}

TEST_F(JournalCase, J1AnExpiredRecordThatLandsAfterItsSuccessorIsIgnored) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Advance(kFateUnknown);
  ASSERT_TRUE(world.RunTo(p, "append"));
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Land(kTill, 1, true);
  world.Land(kTill, 0, true);
  world.Settle(p);
  EXPECT_EQ(Fold().paid, 2);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true));
}

TEST_F(JournalCase, J2ABranchOfAZombieIsIgnoredWhateverItsSequences) {
  const int p = OwnerWithOpen(3);
  const journal::Position fork = world.At(p).owner().head();
  const CommandId id = world.Command("pay A 2");
  world.Settle(p);
  journal::Position head = fork;
  for (int i = 0; i < 3; ++i) {
    const auto record = Checkpoint(head, "zombie");
    head = {head.sequence + 1, record.hash, static_cast<int64_t>(Records().size())};
    world.Inject(kTill, record.bytes);
  }
  world.Inject(kTill, "no record at all");
  const uint64_t sequence = Sequence();
  Tick(p);
  EXPECT_EQ(world.At(p).owner().ignored_records(), 4U);
  const int q = world.Start(kTill);
  world.Command("pay A 1");
  world.Settle(q);
  EXPECT_GT(Sequence(), sequence);
  EXPECT_EQ(Fold().paid, 3);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true));
  EXPECT_THAT(world.stops, IsEmpty());
}

TEST_F(JournalCase, J2AGapInTheSequenceBesideTheChainStopsNobody) {
  const int p = OwnerWithOpen(3);
  journal::Position elsewhere = world.At(p).owner().head();
  elsewhere.sequence += 7;
  elsewhere.hash = Sha256("another branch");
  world.Inject(kTill, Checkpoint(elsewhere, "zombie").bytes);
  Tick(p);
  world.Command("pay A 2");
  world.Settle(p);
  EXPECT_EQ(Fold().paid, 2);
  EXPECT_THAT(world.stops, IsEmpty());
}

TEST_F(JournalCase, J7ARecordWhoseReportIsMissingIsNotAppliedTwice) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Land(kTill, 0, false);
  const int q = world.Start(kTill);
  world.Settle(q);
  EXPECT_TRUE(ViewIsNewest());
  world.Advance(kFateUnknown);
  world.Settle(p);
  EXPECT_EQ(Fold().paid, 2);
  EXPECT_EQ(world.At(p).owner().head(), world.At(q).owner().head());
  EXPECT_EQ(world.service(kTill).oracle->OutcomeOf(id)->accepted, true);
}

TEST_F(JournalCase, J7ALoadAboveWhatWasProjectedStartsAgain) {
  world.habits.documents_in_memory = 0;
  const int p = OwnerWithOpen(3);
  Tick(p);  // memory is empty now
  world.withheld = {"till.commands"};
  world.Command("pay A 2");
  world.withheld = {};
  const int q = world.Start(kTill);
  world.Settle(q);
  const uint64_t generation = world.At(p).owner().generation();
  world.Settle(p);
  EXPECT_GT(world.At(p).owner().generation(), generation);
  EXPECT_EQ(Fold().paid, 2);
}

TEST_F(JournalCase, J8ARepeatIsAnsweredWithItsOwnBatchNeverFromMemory) {
  const int p = OwnerWithOpen(1);
  world.withheld = {"till.bulk"};
  world.Document("add A F-2 1 5");
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));  // refused: too little is open
  world.Repeat(id, "pay A 2");
  EXPECT_THAT(AnswersTo(id), IsEmpty());
  world.withheld = {"till.commands"};
  const int q = world.Start(kTill);
  while (Fold().open != 6) {
    world.Resume(q);
    while (InFlightOf().size() > 1) world.Land(kTill, 1, true);
    ASSERT_THAT(world.failures(), IsEmpty());
  }
  world.withheld = {};
  world.Settle(q);
  world.Settle(p);
  EXPECT_TRUE(world.service(kTill).oracle->OutcomeOf(id)->accepted);
  EXPECT_THAT(AnswersTo(id), Each(true));
  EXPECT_EQ(Fold().paid, 2);
}

TEST_F(JournalCase, J8ARepeatInTheBatchOfItsCommandWaitsForTheJournalToo) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  world.Repeat(id, "pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  EXPECT_THAT(AnswersTo(id), IsEmpty());
  world.Settle(p);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true, true));
  EXPECT_EQ(Fold().paid, 2);
}

TEST_F(JournalCase, J11AReportOfAnOlderGenerationIsNotTakenForTheNewerAppend) {
  const int p = OwnerWithOpen(1);
  world.withheld = {"till.bulk"};
  world.Document("add A F-2 1 5");
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));  // a refusal is in flight
  world.Advance(kFateUnknown);
  world.withheld = {"till.commands"};
  ASSERT_TRUE(world.RunTo(p, "append"));
  ASSERT_TRUE(world.RunTo(p, "await"));  // and now the invoice
  ASSERT_EQ(InFlightOf().size(), 2U);
  world.Land(kTill, 0, true);  // the refusal lies where the invoice was expected
  for (int i = 0; i < 3; ++i) world.Resume(p);
  EXPECT_THAT(AnswersTo(id), IsEmpty());
  world.Land(kTill, 0, true);
  world.withheld = {};
  world.Settle(p);
  EXPECT_EQ(world.service(kTill).oracle->OutcomeOf(id)->accepted, false);
  EXPECT_EQ(Fold().open, 6);
  EXPECT_THAT(AnswersTo(id), Each(false));
}

TEST_F(JournalCase, J12ASuccessAtAnotherOffsetIsNotBelieved) {
  const int p = OwnerWithOpen(3);
  for (const int64_t offset : {int64_t{-1}, int64_t{0}, int64_t{99}}) {
    const CommandId id = world.Command("pay A 1");
    ASSERT_TRUE(world.RunTo(p, "await"));
    const uint64_t generation = world.At(p).owner().generation();
    const uint64_t tag = InFlightOf().front().tag;
    world.Drop(kTill, 0, false);
    world.At(p).Report(tag, offset);
    ASSERT_TRUE(world.RunTo(p, "append"));
    EXPECT_GT(world.At(p).owner().generation(), generation);
    EXPECT_THAT(AnswersTo(id), IsEmpty());
    world.Settle(p);
    EXPECT_THAT(AnswersTo(id), ElementsAre(true));
  }
  EXPECT_EQ(Fold().paid, 3);
}

TEST_F(JournalCase, J17ALateAppendOfADeadOwnerIsLearntAtTheNextTick) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Crash(p);
  world.withheld = {"till.commands"};
  const int q = world.Start(kTill);
  ASSERT_TRUE(world.RunTo(q, "idle"));
  world.Land(kTill, 0, false);
  EXPECT_EQ(Fold().paid, 2);
  Tick(q);
  Tick(q);
  EXPECT_EQ(world.At(q).owner().head().sequence, Sequence());
  EXPECT_TRUE(ViewIsNewest());
  world.withheld = {};
  world.Command("pay A 2");
  world.Settle(q);
  EXPECT_EQ(Fold().paid, 2);  // decided on what the dead owner's record left
  EXPECT_TRUE(world.service(kTill).oracle->OutcomeOf(id)->accepted);
}

TEST_F(JournalCase, J17ALateAppendOfADeadOwnerIsLearntAtTheNextAppend) {
  const int p = OwnerWithOpen(3);
  const int q = world.Start(kTill);
  world.Settle(q);
  world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  world.Crash(p);
  world.withheld = {"till.commands"};
  world.Document("add A F-2 1 4");
  ASSERT_TRUE(world.RunTo(q, "append"));
  world.Land(kTill, 0, false);
  ASSERT_TRUE(world.RunTo(q, "await"));
  world.Land(kTill, 0, true);  // one further than Q expects
  world.withheld = {};
  world.Settle(q);
  EXPECT_EQ(Fold().paid, 2);
  EXPECT_EQ(Fold().open, 5);
}

}  // namespace
}  // namespace relance::sim
