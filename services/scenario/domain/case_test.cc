#include "services/scenario/domain/case.h"

#include <gmock/gmock.h>

#include <array>

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
  item.holds = std::vector{PartHold(300)};
  EXPECT_EQ(item.Claimable(), 700);
  EXPECT_FALSE(item.IsHeld());
}

TEST(ItemTest, PartsDisputedForMoreThanIsOpenLeaveNothingAndNotLess) {
  Item item;
  item.open = 1000;
  item.holds = std::vector{PartHold(800), PartHold(800)};
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
  c.items.Make("F-1").second.open = 100;
  c.items.Make("F-1").second.track.standing.level = 3;
  c.items.Make("F-2").second.open = 100;
  c.items.Make("F-2").second.track.standing.level = 1;
  EXPECT_EQ(c.DerivedLevel(), 3);
  c.items.Make("F-1").second.holds.Edit().emplace_back();
  EXPECT_EQ(c.DerivedLevel(), 1);
  c.holds.emplace_back().scope = HoldScope::kCase;
  EXPECT_EQ(c.DerivedLevel(), 0);
}

TEST(CaseTest, ADocumentOfOneItemOfItsNameIsThatItem) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-09-28 07:00");
  EXPECT_TRUE(bench.c.documents.empty());
  ASSERT_TRUE(bench.c.FindDocument("F-1").has_value());
  EXPECT_EQ(bench.c.FindDocument("F-1")->version, 1);
  EXPECT_THAT(bench.c.FindDocument("F-1")->items, ElementsAre(Text("F-1")));
  bench.Pay("P-1", "F-1", 800'00, 0, "2026-09-29 10:00");
  EXPECT_EQ(bench.c.FindDocument("F-1")->version, 1);
  EXPECT_FALSE(bench.c.FindDocument("F-2").has_value());
}

TEST(CaseTest, TextsAreKeptOnceAlsoAfterItWasRead) {
  Bench bench;
  for (const char* invoice : {"F-1", "F-2"}) {
    bench.Invoice(invoice, 800'00, "2026-10-01", "2026-09-28 07:00");
  }
  bench.Settle("2026-10-02 08:30");
  bench.Tell(ClearNotice{bench.Pending("F-1")}, "2026-10-02 08:30");
  bench.Tell(NoticeHandedOver{bench.Pending("F-1")}, "2026-10-02 08:30");
  const auto back = Decode<Case>(Encode(bench.c));
  ASSERT_TRUE(back.has_value());
  for (const Case* c : std::array<const Case*, 2>{&bench.c, &*back}) {
    const Item& one = c->items.at("F-1");
    const Item& other = c->items.at("F-2");
    EXPECT_TRUE(one.id.SharesLettersWith(c->items.begin()->first));
    EXPECT_TRUE(one.id.SharesLettersWith(one.document));
    EXPECT_EQ(one.track.standing.last_step, "level1");
    EXPECT_TRUE(one.track.standing.step.SharesLettersWith(other.track.standing.step));
    EXPECT_TRUE(one.track.standing.notice.SharesLettersWith(other.track.standing.notice));
  }
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
