#include "services/scenario/domain/case.h"

#include <gmock/gmock.h>

#include "libs/base/archive.h"
#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Hold PartHold(int64_t part) {
  Hold hold;
  hold.scope = HoldScope::kPart;
  hold.part = part;
  return hold;
}

TEST(ItemTest, ADisputedPartIsNotClaimable) {
  Item item;
  item.open = 1000;
  item.holds = {PartHold(300)};
  EXPECT_EQ(item.Claimable(), 700);
  EXPECT_FALSE(item.IsHeld());
}

TEST(ItemTest, PartsDisputedForMoreThanIsOpenLeaveNothingAndNotLess) {
  Item item;
  item.open = 1000;
  item.holds = {PartHold(800), PartHold(800)};
  EXPECT_EQ(item.Claimable(), 0);
}

TEST(ItemTest, IsOverdueFromTheDayAfterItsAnchor) {
  Item item;
  item.due = Day("2026-10-01");
  EXPECT_FALSE(item.IsOverdue(Day("2026-10-01")));
  EXPECT_TRUE(item.IsOverdue(Day("2026-10-02")));
  item.shift = 5;
  EXPECT_FALSE(item.IsOverdue(Day("2026-10-06")));
}

TEST(CaseTest, ADocumentNamesItsOpenItemsByDueDateThenId) {
  Bench bench;
  RecordInvoice invoice;
  invoice.document = "F-1";
  invoice.currency = testing::kEur;
  invoice.items = {{"F-1/1", 100'00, 100'00, Day("2026-12-01")},
                   {"F-1/2", 100'00, 100'00, Day("2026-11-01")},
                   {"F-1/10", 100'00, 100'00, Day("2026-11-01")}};
  bench.Tell(invoice, "2026-10-01 09:00");
  EXPECT_THAT(OpenItemsOf(bench.c, "F-1"), ElementsAre("F-1/10", "F-1/2", "F-1/1"));
  EXPECT_THAT(OpenItemsOf(bench.c, "F-1/2"), ElementsAre("F-1/2"));
  EXPECT_THAT(OpenItemsOf(bench.c, "F-2"), IsEmpty());
}

TEST(CaseTest, ItsLevelIsTheHighestOfItsActionableItems) {
  Case c;
  c.items["F-1"].open = 100;
  c.items["F-1"].track.standing.level = 3;
  c.items["F-2"].open = 100;
  c.items["F-2"].track.standing.level = 1;
  EXPECT_EQ(c.DerivedLevel(), 3);
  c.items["F-1"].holds.emplace_back();
  EXPECT_EQ(c.DerivedLevel(), 1);
  c.holds.emplace_back().scope = HoldScope::kCase;
  EXPECT_EQ(c.DerivedLevel(), 0);
}

TEST(CaseTest, ComesBackFromItsBytes) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-09-28 07:00");
  bench.Settle("2026-10-02 08:30");
  bench.Tell(MakePromise{"PR-1", {testing::kEur, 800'00}, Day("2026-10-08"), {"F-1"}},
             "2026-10-05 10:00");
  bench.Tell(OpenDispute{"DI-1", "F-1", "price", 100'00}, "2026-10-05 11:00");
  const auto back = Decode<Case>(Encode(bench.c));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, bench.c);
}

TEST(TaskTest, CallsOnTwoDaysAreTwoTasks) {
  Task monday;
  monday.kind = TaskKind::kCall;
  monday.subject = "call1";
  Task tuesday = monday;
  tuesday.asked_at += std::chrono::hours(24);
  EXPECT_NE(monday.Key(), tuesday.Key());
  Task dispute;
  dispute.kind = TaskKind::kDispute;
  dispute.subject = "DI-1";
  EXPECT_EQ(dispute.Key(), "dispute DI-1");
}

}  // namespace
}  // namespace relance::scenario
