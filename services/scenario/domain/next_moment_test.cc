#include <gtest/gtest.h>

#include "services/scenario/domain/settle.h"
#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;

TEST(NextMomentTest, AnEmptyCaseSleeps) {
  const Bench bench;
  EXPECT_EQ(NextMoment(bench.c, bench.context, bench.At("2026-10-01 09:00")), std::nullopt);
}

TEST(NextMomentTest, IsTheFirstOpenMomentOfTheNextStep) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-09-01 09:00");
  bench.Settle("2026-09-01 09:00");
  EXPECT_EQ(NextMoment(bench.c, bench.context, bench.At("2026-09-01 09:00")),
            bench.At("2026-09-24 08:30"));
}

TEST(NextMomentTest, WhatIsDueOutsideTheWindowWaitsForItsOpening) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 19:00");
  bench.Settle("2026-10-02 19:00");
  EXPECT_EQ(NextMoment(bench.c, bench.context, bench.At("2026-10-02 19:00")),
            bench.At("2026-10-05 08:30"));
}

TEST(NextMomentTest, AHoldEndsAtTheStartOfTheDayAfterItsLast) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 07:00");
  bench.Tell(PlaceHold{"F-1", Day("2026-10-06"), "manual"}, "2026-10-02 08:00");
  EXPECT_EQ(NextMoment(bench.c, bench.context, bench.At("2026-10-02 08:00")),
            bench.At("2026-10-07 00:00"));
}

TEST(NextMomentTest, TheFloorWakesWhatItHeldBack) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 08:30");
  bench.Invoice("F-2", 900'00, "2026-10-04", "2026-10-03 10:00");
  bench.Settle("2026-10-05 08:30");
  EXPECT_EQ(bench.Pending("F-2"), "");
  EXPECT_EQ(NextMoment(bench.c, bench.context, bench.At("2026-10-05 08:30")),
            bench.At("2026-10-07 08:30"));
}

TEST(NextMomentTest, PressureWakesOnTheNextOpenDay) {
  Bench bench;
  bench.context.pressure = 0;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 08:30");
  EXPECT_EQ(NextMoment(bench.c, bench.context, bench.At("2026-10-02 08:30")),
            bench.At("2026-10-05 08:30"));
}

}  // namespace
}  // namespace relance::scenario
