#include "services/scenario/domain/decide.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;

TEST(DecideTest, DecidingChangesNothingByItself) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-20", "2026-10-01 09:00");
  const Case before = bench.c;
  EXPECT_TRUE(bench.Decide(OpenDispute{"DI-1", "F-1", "price", 0}, "2026-10-01 10:00"));
  EXPECT_EQ(bench.c, before);
}

TEST(DecideTest, ARefusalLeavesTheCaseAsItWas) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-20", "2026-10-01 09:00");
  const std::vector<std::pair<CaseInput, RefusalReason>> refused{
      {PlaceHold{"F-1", std::nullopt, "manual"}, RefusalReason::kNoEnd},
      {PlaceHold{"F-1", Day("2026-09-30"), "manual"}, RefusalReason::kPast},
      {PlaceHold{"F-9", std::nullopt, "manual"}, RefusalReason::kItem},
      {ReleaseHold{"case", "manual"}, RefusalReason::kNothing},
      {MakePromise{"PR-1", {testing::kEur, 1}, Day("2026-09-30"), {"F-1"}}, RefusalReason::kPast},
      {MakePromise{"PR-1", {testing::kEur, 1}, Day("2026-09-30"), {"F-9"}}, RefusalReason::kItem},
      {Force{"level1", "F-1", "anna", "anna", ""}, RefusalReason::kSecondPerson},
      {Force{"level7", "F-1", "anna", "bruno", ""}, RefusalReason::kStep},
      {Approve{"level1", "anna"}, RefusalReason::kNothing},
      {CompleteTask{"call F-1"}, RefusalReason::kNothing},
      {ChangeStatus{"F-9", InvoiceStatus::kSuspended, ""}, RefusalReason::kItem},
      {AnnouncePayment{"F-9", PaymentMode::kCard}, RefusalReason::kItem},
      {WriteOff{{"F-9"}}, RefusalReason::kItem},
  };
  const Case before = bench.c;
  for (const auto& [input, reason] : refused) {
    const auto decided = DecideInPlace(bench.c, input, bench.context, bench.At("2026-10-01 10:00"));
    ASSERT_FALSE(decided) << input.index();
    EXPECT_EQ(decided.error().reason, reason) << input.index();
    EXPECT_EQ(bench.c, before) << input.index();
  }
}

TEST(DecideTest, WhatIsToldTwiceIsToldOnce) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-20", "2026-10-01 09:00");
  for (const CaseInput& input : std::vector<CaseInput>{
           MakePromise{"PR-1", {testing::kEur, 1}, Day("2026-10-05"), {"F-1"}},
           OpenDispute{"DI-1", "F-1", "price", 0}, AnnouncePayment{"F-1", PaymentMode::kDebit},
           ChangeDocument{"F-1", true}, ChangeFeedGap{true},
           BookCallback{"CB-1", bench.At("2026-10-05 10:00")}, OpenInsolvency{Day("2026-10-01")}}) {
    bench.Tell(input, "2026-10-01 10:00");
    const auto again = bench.Decide(input, "2026-10-01 10:00");
    ASSERT_TRUE(again) << input.index();
    EXPECT_TRUE(again->empty()) << input.index();
  }
}

}  // namespace
}  // namespace relance::scenario
