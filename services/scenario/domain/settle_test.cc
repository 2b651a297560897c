#include "services/scenario/domain/settle.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SettleTest, ToldMoreOftenThanNeededItAddsNothing) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  EXPECT_THAT(
      bench.Settle("2026-10-02 08:30"),
      ElementsAre("skip F-1 preventive expired", "queue level1 items F-1:800.00@1 net 800.00 EUR"));
  EXPECT_TRUE(bench.SettleFacts("2026-10-02 08:30").empty());
  EXPECT_TRUE(bench.SettleFacts("2026-10-02 12:00").empty());
}

TEST(SettleTest, TheLevelIsToldOnceItChanged) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 08:30");
  const std::string notice = bench.Pending("F-1");
  bench.Tell(ClearNotice{notice}, "2026-10-02 08:30");
  bench.Tell(NoticeHandedOver{notice}, "2026-10-02 08:30");
  EXPECT_THAT(bench.Settle("2026-10-02 08:30"), ElementsAre("level 1"));
  EXPECT_THAT(bench.Settle("2026-10-02 08:30"), IsEmpty());
}

TEST(SettleTest, OnACopyItLeavesTheCaseAlone) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  const Case before = bench.c;
  EXPECT_FALSE(Settle(bench.c, bench.context, bench.At("2026-10-02 08:30")).empty());
  EXPECT_EQ(bench.c, before);
}

}  // namespace
}  // namespace relance::scenario
