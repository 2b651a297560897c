#include <fmt/format.h>

#include <functional>

#include "libs/journal/fold.h"
#include "relance/journal/v1/record.pb.h"
#include "tests/sim/journal_case.h"

// The traces about inputs: late, poisoned, interleaved, for many partitions; and about clocks (J9,
// J18, J19, J21 to J24).

namespace relance::sim {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::chrono::days kDay{1};

TEST_F(JournalCase, J9ACommandRepeatedAfterItsIdWasForgottenIsExpired) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 1");
  world.Settle(p);
  for (const int days : {29, 2, 31, 2, 100}) {
    world.Advance(days * kDay);
    world.Command("hold B");
    world.Settle(p);
    world.Repeat(id, "pay A 1");
    world.Settle(p);
  }
  EXPECT_EQ(Fold().paid, 1);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true, true, false, false, false, false));
  for (const auto& [key, value] : world.service(kTill).oracle->newest().documents) {
    EXPECT_NE(key, journal::OutcomeKey(id)) << "forgotten after 63 days";
  }
}

TEST_F(JournalCase, J9IdsAreForgottenByTheTimeOfRecordsNotByTheClock) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 1");
  world.Settle(p);
  world.Advance(*ParseInstant("2026-12-02T23:59:00Z") - world.now());
  world.Command("hold B");
  world.Settle(p);
  world.Command("release B");
  ASSERT_TRUE(world.RunTo(p, "await"));
  ASSERT_LT(world.now(), *ParseInstant("2026-12-03T00:00:00Z"));
  world.Advance(std::chrono::hours{0} + (*ParseInstant("2026-12-03T00:00:01Z") - world.now()));
  ASSERT_FALSE(InFlightOf().empty());
  world.Land(kTill, 0, true);
  ASSERT_TRUE(world.RunTo(p, "projected"));
  EXPECT_TRUE(world.service(kTill).view->content().documents.contains(journal::OutcomeKey(id)));
}

TEST_F(JournalCase, AnOutcomeThatWasForgottenIsNotReadAgainFromAViewThatStillShowsIt) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 1");
  world.Settle(p);
  world.Crash(p);
  world.Advance(63 * kDay);
  world.Command("hold B");  // its record forgets the day of the payment
  world.Repeat(id, "pay A 1");
  world.Settle(world.Start(kTill));  // alone at first, and the repeat waits: a new owner is careful
  EXPECT_THAT(AnswersTo(id), ElementsAre(true, false));
}

TEST_F(JournalCase, J18ARecordTheBrokerNeverTakesIsParkedAfterThreeAttempts) {
  const int p = OwnerWithOpen(3);
  const CommandId huge = world.Command("huge A");
  const CommandId next = world.Command("pay A 2");
  world.Settle(p);
  EXPECT_THAT(world.service(kTill).parked, ElementsAre("till.commands/0 poison"));
  EXPECT_THAT(AnswersTo(huge), ElementsAre(false));
  EXPECT_THAT(AnswersTo(next), ElementsAre(true));
  EXPECT_EQ(Fold().paid, 2);
}

TEST_F(JournalCase, J18ADecisionThatKillsItsProcessIsParkedAfterThreeDeaths) {
  world.Crash(OwnerWithOpen(3));
  const CommandId crash = world.Command("crash A");
  const CommandId next = world.Command("pay A 2");
  int deaths = 0;
  while (deaths < 9) {
    const int p = world.Start(kTill);
    world.Settle(p);
    if (world.Alive(p)) break;
    ++deaths;
  }
  EXPECT_EQ(deaths, 3);
  EXPECT_THAT(world.service(kTill).parked, ElementsAre("till.commands/0 poison"));
  EXPECT_THAT(AnswersTo(crash), ElementsAre(false));
  EXPECT_THAT(AnswersTo(next), ElementsAre(true));
}

TEST_F(JournalCase, BehindAnInputThatIsTriedAloneNoOtherIsLookedAt) {
  world.Crash(OwnerWithOpen(3));
  world.Command("pay A 2");
  world.Command("crash A read");
  for (int i = 0; i < 2; ++i) {
    const int p = world.Start(kTill);
    ASSERT_TRUE(world.RunTo(p, "await"));  // alive: the next one was not counted yet
    world.Drop(kTill, 0, false);
    world.Crash(p);
  }
  for (int deaths = 0; deaths < 9; ++deaths) {
    const int p = world.Start(kTill);
    world.Settle(p);
    if (world.Alive(p)) break;
  }
  EXPECT_THAT(world.service(kTill).parked, ElementsAre("till.commands/1 poison"));
  EXPECT_EQ(Fold().paid, 2);
}

/// Batches of one, so that what the fourth input needs is read behind the second's projection.
class ReadBehind : public JournalCase {
 protected:
  ReadBehind() { world.habits.batch_inputs = 1; }

  /// It is careful no more, and has only A in memory.
  int OwnerWithAInMemory() {
    const int p = OwnerWithOpen(3);
    world.Document("add B F-1 1 5");
    world.Settle(p);
    world.Crash(p);
    const int q = world.Start(kTill);
    world.Command("pay A 1");
    world.Settle(q);
    return q;
  }
  /// What q decides while the fourth is read.
  void ThreeCommands() {
    for (const char* command : {"hold A", "release A", "hold A"}) world.Command(command);
  }
  bool RunUntil(int q, const std::function<bool()>& there) {
    for (int i = 0; i < 500; ++i) {
      if (there()) return true;
      world.Resume(q);
      world.LandAll(kTill);
    }
    return false;
  }
};

TEST_F(ReadBehind, AProjectionIsFollowedByTheLoadOfWhatTheBatchAfterTheNextNeeds) {
  const int q = OwnerWithAInMemory();
  ThreeCommands();
  const CommandId fourth = world.Command("pay B 4");
  ASSERT_TRUE(RunUntil(q, [&] { return world.At(q).is_about_to_load(); }));
  EXPECT_FALSE(world.At(q).owner().documents().Knows("till/B"));
  world.Settle(q);
  EXPECT_THAT(AnswersTo(fourth), ElementsAre(true));
  EXPECT_EQ(Fold("B").paid, 4);
}

TEST_F(ReadBehind, ALoadBehindAProjectionThatWasRolledBackStartsAgain) {
  const int q = OwnerWithAInMemory();
  const uint64_t generation = world.At(q).owner().generation();
  ThreeCommands();
  const CommandId fourth = world.Command("pay B 4");
  ASSERT_TRUE(RunUntil(q, [&] { return world.At(q).is_about_to_load(); }));
  world.RollBack(kTill, 1);
  world.Settle(q);
  EXPECT_GT(world.At(q).owner().generation(), generation);
  EXPECT_THAT(AnswersTo(fourth), ElementsAre(true));
  EXPECT_EQ(Fold("B").paid, 4);
  EXPECT_TRUE(ViewIsNewest());
}

TEST_F(ReadBehind, WhatIsForgottenWhileItIsReadStaysForgotten) {
  const int q = OwnerWithAInMemory();
  const CommandId id = world.Command("pay A 1");
  world.Settle(q);
  world.Crash(q);
  const Instant midnight = *ParseInstant("2026-12-03T00:00:00Z");  // ends the 63 days
  world.Advance(midnight - Millis{1} - world.now());
  const int r = world.Start(kTill);
  world.Command("release A");
  ASSERT_TRUE(RunUntil(r, [&] { return world.At(r).paused_at() == "idle"; }));
  ASSERT_LT(world.now(), midnight);
  const uint64_t sequence = Sequence();
  ThreeCommands();
  world.Repeat(id, "pay A 1");
  ASSERT_TRUE(RunUntil(r, [&] { return Sequence() == sequence + 2; }));
  world.Advance(Millis{2});  // the third record forgets what is being read for the fourth
  world.Settle(r);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true, false));
}

TEST_F(JournalCase, WhileAnAppendIsOnItsWayWhatTheNextBatchNeedsIsRead) {
  const int p = OwnerWithOpen(3);
  world.Document("add B F-1 1 5");
  world.Settle(p);
  world.Crash(p);
  const int q = world.Start(kTill);
  world.Command("pay A 1");
  world.Settle(q);  // not careful any more, and B is not in memory
  world.Command("pay A 1");
  ASSERT_TRUE(world.RunTo(q, "append"));
  world.Command("pay B 4");
  ASSERT_TRUE(world.RunTo(q, "await"));
  EXPECT_TRUE(world.At(q).owner().documents().Knows("till/B"));
  world.Settle(q);
  EXPECT_EQ(Fold("B").paid, 4);
}

TEST_F(JournalCase, AnInputWithoutEffectIsNeverParkedForTheDeathsAroundIt) {
  world.Crash(OwnerWithOpen(3));
  world.Document("add A F-1 1 3");  // known already: no effect
  for (int i = 0; i < 6; ++i) {
    const int p = world.Start(kTill);
    ASSERT_TRUE(world.RunTo(p, "idle"));
    world.Crash(p);
  }
  EXPECT_THAT(world.service(kTill).parked, IsEmpty());
}

TEST_F(JournalCase, ARepeatThatIsParkedKeepsTheFirstOutcomeOfItsCommand) {
  const int p = OwnerWithOpen(3);
  const CommandId id = world.Command("pay A 2");
  world.Settle(p);
  world.Crash(p);
  world.Repeat(id, "pay A 2");
  for (int i = 0; i < 5; ++i) {  // killed each time right after the attempt was counted
    const int q = world.Start(kTill);
    ASSERT_TRUE(world.RunTo(q, "count"));
    world.Resume(q);
    if (world.Alive(q)) world.Crash(q);
  }
  const int r = world.Start(kTill);
  world.Settle(r);
  EXPECT_THAT(AnswersTo(id), ElementsAre(true, true));
  EXPECT_EQ(Fold().paid, 2);
}

/// Every order of three commands and three documents, another owner after each input.
TEST_F(JournalCase, J19TwoTopicsInAnyOrderAreDecidedOnceAcrossAnyChangeOfOwner) {
  for (unsigned order = 0; order < 64; ++order) {
    if (__builtin_popcount(order) != 3) continue;
    World fresh{order + 1};
    fresh.habits.random = false;
    std::vector<CommandId> commands;
    int documents = 0;
    int owner = fresh.Start(kTill);
    for (int i = 0; i < 6; ++i) {
      if ((order >> i & 1U) != 0) {
        commands.push_back(fresh.Command("hold C" + std::to_string(i)));
      } else {
        fresh.Document(fmt::format("add A F-{} 1 {}", ++documents, documents));
      }
      if (i % 3 == 0) {
        ASSERT_TRUE(fresh.RunTo(owner, "await"));
        if (i % 2 == 0) fresh.Land(kTill, 0, true);
        fresh.Crash(owner);  // with the record landed, or still on its way
      } else if (i % 3 == 1) {
        fresh.Settle(owner);
        fresh.Crash(owner);
      } else {
        fresh.Settle(owner);
        fresh.At(owner).frozen = true;
      }
      owner = fresh.Start(kTill);
    }
    fresh.Settle(owner);
    fresh.Check();
    EXPECT_THAT(fresh.failures(), IsEmpty()) << order;
    const auto& state = fresh.service(kTill).oracle->newest();
    EXPECT_EQ(Decode<Till>(state.documents.at("till/A"))->open, 1 + 2 + 3) << order;
    for (const auto& id : commands) {
      const auto* outcome = fresh.service(kTill).oracle->OutcomeOf(id);
      EXPECT_TRUE(outcome != nullptr && outcome->accepted) << order;
    }
  }
}

TEST_F(JournalCase, J21OneUndeliverableInputOfTwoHundredLeavesTheOthersTheirEffect) {
  const int p = OwnerWithOpen(1000);
  for (int i = 0; i < 200; ++i) world.Command(i == 20 ? "huge A" : "pay A 1");
  for (int i = 0; i < 5; ++i) world.Settle(p);
  EXPECT_EQ(Fold().paid, 199);
  EXPECT_THAT(world.service(kTill).parked, ElementsAre("till.commands/20 poison"));
}

TEST_F(JournalCase, J22AnEntryThatDoesNotMatchItsDigestStopsThePartition) {
  const int p = OwnerWithOpen(3);
  world.Command("pay A 2");
  ASSERT_TRUE(world.RunTo(p, "await"));
  const std::string bytes = InFlightOf().front().bytes;
  world.Drop(kTill, 0, false);
  journal::v1::Record record;
  ASSERT_TRUE(record.ParseFromString(bytes));
  journal::v1::Entry entry;
  ASSERT_TRUE(entry.ParseFromString(record.entries(0)));
  entry.set_facts(0, "paid 3");
  record.set_entries(0, entry.SerializeAsString());
  world.Lose(kTill, 0, {record.SerializeAsString()});
  world.Advance(Millis{8'100});
  world.Settle(p);
  ASSERT_THAT(world.stops, SizeIs(1));
  EXPECT_THAT(world.stops.front(), HasSubstr("does not match its digest"));
  EXPECT_EQ(Fold().paid, 0);
}

TEST_F(JournalCase, J22AnArchiveWithDroppedEntriesStillProvesItsChain) {
  const int p = OwnerWithOpen(9);
  for (int i = 0; i < 4; ++i) {
    world.Command("pay A 1");
    world.Settle(p);
  }
  auto previous = journal::OriginHash("sim", "till.journal", 0);
  for (const std::string& bytes : Records()) {
    journal::v1::Record archived;
    ASSERT_TRUE(archived.ParseFromString(bytes));
    for (int i = 0; i < archived.entries_size(); ++i) archived.set_entries(i, "");
    EXPECT_FALSE(journal::ReadRecord(archived.SerializeAsString()));
    const auto record = journal::ReadRecord(archived.SerializeAsString(), true);
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_EQ(record->header.previous_hash, previous);
    previous = record->hash;
  }
  EXPECT_EQ(previous, world.service(kTill).oracle->newest().position.hash);
}

// Partitions share nothing but the command's id: each is a world of its own here.
TEST(EntityWideCommandTest, J23AStopThatReachedThreeOfFourPartitionsIsFinishedByTheSameId) {
  std::vector<std::unique_ptr<World>> partitions;
  std::vector<int> owners;
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    partitions.push_back(std::make_unique<World>(seed));
    World& world = *partitions.back();
    world.habits.random = false;
    world.Document("add A F-1 1 9");
    for (uint64_t i = 0; i < seed; ++i) world.Command("pay A 1");
    owners.push_back(world.Start(0));
    world.Settle(owners.back());
  }
  const CommandId stop = partitions[0]->Command("hold A");
  for (size_t i = 1; i < 3; ++i) partitions[i]->Repeat(stop, "hold A");
  for (size_t i = 0; i < 4; ++i) partitions[i]->Settle(owners[i]);
  EXPECT_EQ(partitions[3]->service(0).oracle->OutcomeOf(stop), nullptr);  // the front has died
  for (size_t i = 0; i < 4; ++i) {
    partitions[i]->Repeat(stop, "hold A");
    partitions[i]->Settle(owners[i]);
    const auto& oracle = *partitions[i]->service(0).oracle;
    ASSERT_NE(oracle.OutcomeOf(stop), nullptr);
    EXPECT_TRUE(oracle.OutcomeOf(stop)->accepted);
    EXPECT_TRUE(Decode<Till>(oracle.newest().documents.at("till/A"))->held);
    EXPECT_EQ(partitions[i]->answers().back().outcome.accepted, true);
    EXPECT_THAT(partitions[i]->failures(), IsEmpty());
  }
}

TEST_F(JournalCase, J24AnOwnerWhoseClockIsADayAheadWakesNobodyAndRaisesAnAlarm) {
  world.Document("add A F-1 1 3");
  const int p = world.Start(kTill, kDay);
  world.Settle(p);
  world.Advance(std::chrono::minutes{5});
  world.Settle(p);
  EXPECT_EQ(Fold().open, 3);
  EXPECT_EQ(Fold().reminders, 0);
  EXPECT_THAT(world.alarms, Not(IsEmpty()));
}

TEST_F(JournalCase, J24AnOperatorMayLetTheClockJump) {
  world.Document("add A F-1 1 3");
  const int p = world.Start(kTill, kDay);
  world.Settle(p);
  world.Advance(std::chrono::minutes{5});
  world.Settle(p);
  ASSERT_FALSE(world.At(p).owner().clock_trusted());
  world.At(p).owner().AllowJump();
  world.Advance(std::chrono::minutes{5});
  world.Settle(p);
  EXPECT_TRUE(world.At(p).owner().clock_trusted());
  EXPECT_GT(Fold().reminders, 0);
}

TEST_F(JournalCase, AnOwnerWhoseClockIsRightWakesWhatIsDue) {
  const int p = OwnerWithOpen(3);
  world.Advance(std::chrono::seconds{25});
  world.Settle(p);
  EXPECT_EQ(Fold().reminders, 1);
  EXPECT_THAT(world.alarms, IsEmpty());
}

TEST_F(JournalCase, AWakeUpIsDecidedAfterTheInputsThatWereThereWhenItFellDue) {
  const int p = OwnerWithOpen(3);
  world.withheld = {"till.commands"};
  world.Command("pay A 3");
  world.Advance(std::chrono::seconds{25});
  for (int i = 0; i < 5; ++i) Tick(p);
  EXPECT_EQ(Fold().reminders, 0);
  world.withheld = {};
  world.Settle(p);
  EXPECT_EQ(Fold().paid, 3);
  EXPECT_LE(Fold().reminders, 1);
}

TEST_F(JournalCase, BulkGetsItsTenthOfABatchHoweverManyCommandsWait) {
  world.habits.batch_inputs = 10;
  for (int i = 0; i < 60; ++i) world.Command("hold X" + std::to_string(i));
  for (int i = 0; i < 3; ++i) world.Document(fmt::format("add A F-{} 1 1", i));
  const int p = world.Start(kTill);
  for (int batch = 0; batch < 4; ++batch) {
    ASSERT_TRUE(world.RunTo(p, "await"));
    world.LandAll(kTill);
  }
  EXPECT_EQ(Fold().open, 3);
  world.Settle(p);
  EXPECT_EQ(world.service(kTill).oracle->newest().inputs[0].next, 60);
}

TEST_F(JournalCase, AnOwnerOfTheSmallestSettingsDoesAllTheSame) {
  world.habits.batch_inputs = 1;
  world.habits.documents_in_memory = 0;
  const int p = OwnerWithOpen(9);
  for (int i = 0; i < 9; ++i) world.Command("pay A 1");
  world.Document("add A F-2 1 4");
  for (int i = 0; i < 3; ++i) world.Settle(p);
  EXPECT_EQ(Fold().paid, 9);
  EXPECT_EQ(Fold().open, 4);
  EXPECT_TRUE(ViewIsNewest());
}

TEST_F(JournalCase, InputsWithoutEffectAreCertifiedByACheckpointAfterAMinute) {
  const int p = OwnerWithOpen(3);
  const uint64_t sequence = Sequence();
  world.Command("hold A");  // asleep: no reminders disturb the count
  world.Settle(p);
  world.Document("add A F-1 1 3");
  world.Settle(p);
  EXPECT_EQ(Sequence(), sequence + 1);
  world.Advance(std::chrono::seconds{60});
  world.Settle(p);
  EXPECT_EQ(Sequence(), sequence + 2);
  EXPECT_EQ(world.service(kTill).oracle->newest().inputs[1].next, 2);
}

}  // namespace
}  // namespace relance::sim
