#include "services/scenario/domain/groups.h"

#include <gmock/gmock.h>

#include "libs/digest/digest.h"
#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;

TEST(GroupsTest, TheIdOfANoticeIsDerivedFromCaseCycleStepAndOccurrence) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 08:30");
  EXPECT_EQ(bench.Pending("F-1"), DerivedId("FR01", "D42", "1", "level1", "1"));
}

TEST(GroupsTest, AStepPlannedAgainIsAnotherOccurrence) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 08:30");
  bench.context.entity_stopped = true;
  bench.Tell(ClearNotice{bench.Pending("F-1")}, "2026-10-02 09:00");
  EXPECT_EQ(bench.Pending("F-1"), "");
  bench.context.entity_stopped = false;
  bench.Settle("2026-10-02 10:00");
  EXPECT_EQ(bench.Pending("F-1"), DerivedId("FR01", "D42", "1", "level1", "2"));
}

TEST(GroupsTest, AReplayGivesTheSameFacts) {
  const auto run = [] {
    Bench bench;
    bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
    return bench.SettleFacts("2026-10-02 08:30");
  };
  EXPECT_EQ(run(), run());
}

TEST(GroupsTest, AMessageIsOfItsHighestStep) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-09-20", "2026-10-02 07:00");
  bench.Tell(ImportHistory{"F-1", 1, testing::Day("2026-09-21")}, "2026-10-02 07:00");
  bench.Invoice("F-2", 900'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 08:30");
  const Notice& notice = bench.c.notices.at(bench.Pending("F-2"));
  EXPECT_EQ(notice.step, "level2");
  EXPECT_EQ(notice.level, 2);
  ASSERT_EQ(notice.items.size(), 2U);
  EXPECT_EQ(notice.items[0].step, "level2");
  EXPECT_EQ(notice.items[1].step, "level1");
  EXPECT_EQ(notice.contacts.size(), 2U);
}

}  // namespace
}  // namespace relance::scenario
