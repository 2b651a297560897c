#include "services/scenario/domain/candidates.h"

#include <gmock/gmock.h>

#include <functional>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;

std::vector<std::string> Due(const Bench& bench, std::string_view at) {
  std::vector<std::string> due;
  for (const Candidate& candidate :
       Gather(bench.c, bench.context, Moment(bench.context, bench.At(at)))) {
    due.push_back(candidate.id + " " + candidate.step->id);
  }
  return due;
}

TEST(CandidatesTest, AnItemIsDueFromItsDateOnAndNotBeforeTheNextOpening) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 10:00");
  EXPECT_THAT(Due(bench, "2026-10-02 17:59"), ::testing::IsEmpty());
  EXPECT_THAT(Due(bench, "2026-10-05 08:29"), ::testing::IsEmpty());
  EXPECT_THAT(Due(bench, "2026-10-05 08:30"), ::testing::IsEmpty());  // Preventive: too late.
  bench.Settle("2026-10-05 08:00");
  EXPECT_THAT(Due(bench, "2026-10-05 08:30"), ::testing::ElementsAre("F-1 level1"));
}

TEST(CandidatesTest, HeldPendingLitigiousAndInsolventItemsAreNotDue) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Settle("2026-10-02 07:00");
  ASSERT_EQ(Due(bench, "2026-10-02 08:30").size(), 1U);
  for (const auto& spoil : std::vector<std::function<void(Bench&)>>{
           [](Bench& b) { b.c.litigation = true; }, [](Bench& b) { b.c.insolvent = true; },
           [](Bench& b) { b.c.holds.emplace_back(); },
           [](Bench& b) { b.c.items.Edit("F-1")->holds.Edit().emplace_back(); },
           [](Bench& b) { b.c.items.Edit("F-1")->track.pending_notice = "N-1"; }}) {
    const Case before = bench.c;
    spoil(bench);
    EXPECT_THAT(Due(bench, "2026-10-02 08:30"), ::testing::IsEmpty());
    bench.c = before;
  }
}

TEST(CandidatesTest, TotalsKeepCurrenciesApartAndLeaveOutWhatIsHeld) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Invoice("F-2", 900'00, "2026-10-01", "2026-10-02 07:00");
  bench.Tell(OpenDispute{"DI-1", "F-2", "price", 300'00}, "2026-10-02 07:00");
  RecordMoney credit;
  credit.receipt = "CN-1";
  credit.kind = MoneyKind::kCredit;
  credit.currency = Currency::Of("USD");
  credit.rest = 50'00;
  bench.Tell(credit, "2026-10-02 07:00");
  const Moment moment(bench.context, bench.At("2026-10-02 08:30"));
  auto totals = TotalsOf(bench.c, *bench.context.scenario, moment);
  EXPECT_EQ(totals[testing::kEur].overdue, 1400'00);
  EXPECT_EQ(totals[testing::kEur].credits, 0);
  EXPECT_EQ(totals[Currency::Of("USD")].Exposure(), -50'00);
}

TEST(CandidatesTest, TheCapEndsFriendlyStepsAndNotFormalOnes) {
  const Scenario scenario = testing::StandardFrance();
  Item item;
  item.due = Day("2026-10-01");
  item.track.standing.next = NextStep::kAfter;
  item.track.standing.step = "level1";
  EXPECT_NE(NextFor(scenario, item, Day("2026-12-29")).step, nullptr);
  EXPECT_EQ(NextFor(scenario, item, Day("2026-12-30")).step, nullptr);
  item.track.standing.step = "level3";
  EXPECT_EQ(NextFor(scenario, item, Day("2026-12-30")).step->id, "formal_notice");
  item.track.standing.step = "level2";
  EXPECT_EQ(NextFor(scenario, item, Day("2026-12-30")).step, nullptr);
  item.forced = Forced{"level3", "anna", "bruno", ""};
  EXPECT_EQ(NextFor(scenario, item, Day("2026-12-30")).step->id, "level3");
}

}  // namespace
}  // namespace relance::scenario
