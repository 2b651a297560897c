#include "services/notifier/app/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::notifier {
namespace {

Date On(const char* text) {
  return *ParseDate(text);
}

Line Due(const std::string& item, int64_t amount, const char* due) {
  return {item, "PO-" + item, amount, 1, On(due), On("2026-08-01")};
}

Cleared TwoOverdue() {
  Cleared out;
  out.step = "r1";
  out.local_date = On("2026-10-12");
  Claim claim;
  claim.currency = "EUR";
  claim.items = {Due("F-2", 1'000, "2026-10-05"), Due("F-1", 20'000, "2026-10-01")};
  claim.also = {Due("F-3", 500, "2026-10-01")};
  claim.soon = {Due("F-9", 700, "2026-10-20")};
  claim.credits = 1'500;
  claim.net = 20'000;
  out.claims = {claim};
  return out;
}

TEST(FiguresTest, TheClaimIsTheNetOfTheClearance) {
  const Figures figures = FiguresOf(TwoOverdue(), *CalendarByName("FR"));
  EXPECT_THAT(figures.claimed, testing::ElementsAre(Sum{"EUR", 20'000}));
  EXPECT_THAT(figures.gross, testing::ElementsAre(Sum{"EUR", 21'500}));
  EXPECT_THAT(figures.credits, testing::ElementsAre(Sum{"EUR", 1'500}));
  EXPECT_EQ(figures.count, 3);
  EXPECT_EQ(figures.earliest_due, On("2026-10-01"));
  EXPECT_EQ(figures.days_late, 11);
}

TEST(FiguresTest, LinesComeByDueDateAndTheAnnouncedOnesLast) {
  const Figures figures = FiguresOf(TwoOverdue(), *CalendarByName("FR"));
  std::vector<std::string> items;
  for (const Row& row : figures.rows) items.push_back(row.item);
  EXPECT_THAT(items, testing::ElementsAre("F-1", "F-3", "F-2", "F-9"));
  EXPECT_EQ(figures.rows[0].days_late, 11);
  EXPECT_EQ(figures.rows[3].days_late, -8);
}

TEST(FiguresTest, TenLinesAreShownAndTheOthersCounted) {
  Cleared cleared = TwoOverdue();
  cleared.claims[0].items.clear();
  for (int i = 0; i < 35; ++i) {
    cleared.claims[0].items.push_back(Due("G-" + std::to_string(100 + i), 1, "2026-10-01"));
  }
  const Figures figures = FiguresOf(cleared, *CalendarByName("FR"));
  EXPECT_EQ(figures.rows.size(), 10U);
  EXPECT_EQ(figures.more, 27U);
  EXPECT_EQ(figures.count, 36);
}

TEST(FiguresTest, CurrenciesAreNeverAdded) {
  Cleared cleared = TwoOverdue();
  Claim yen = cleared.claims[0];
  yen.currency = "JPY";
  yen.net = 7;
  cleared.claims.push_back(yen);
  EXPECT_THAT(FiguresOf(cleared, Calendar()).claimed,
              testing::ElementsAre(Sum{"EUR", 20'000}, Sum{"JPY", 7}));
}

TEST(FiguresTest, TheReplyDateCountsBusinessDaysOfTheEntity) {
  Cleared cleared = TwoOverdue();
  cleared.local_date = On("2026-11-09");  // A Monday; Wednesday the 11th is a holiday in France.
  EXPECT_EQ(FiguresOf(cleared, *CalendarByName("FR")).reply_by, On("2026-11-17"));
}

TEST(FiguresTest, EarlierNoticesAreNamedOnceInOrder) {
  Cleared cleared = TwoOverdue();
  cleared.earlier = {{"r2", On("2026-10-09")}, {"r1", On("2026-10-05")}, {"r1", On("2026-10-05")}};
  EXPECT_THAT(FiguresOf(cleared, Calendar()).previous,
              testing::ElementsAre(On("2026-10-05"), On("2026-10-09")));
}

const std::vector<PlannedStep> kSteps{{"r1", 1, NextKind::kMessage, 5, 1},
                                      {"call", 2, NextKind::kNothing, 10, 1},
                                      {"formal", 4, NextKind::kFormalNotice, 30, 10}};

TEST(FiguresTest, TheNextStepIsTheOneThatTheDebtorWillNotice) {
  const NextStep next = NextStepOf(TwoOverdue(), kSteps);
  EXPECT_EQ(next.kind, NextKind::kFormalNotice);
  EXPECT_EQ(next.not_before, On("2026-10-31"));
  EXPECT_EQ(DeadlineBefore(next, TwoOverdue()), On("2026-10-30"));
}

TEST(FiguresTest, TheGapAfterThisNoticeMovesTheNextStep) {
  Cleared cleared = TwoOverdue();
  cleared.local_date = On("2026-12-01");
  EXPECT_EQ(NextStepOf(cleared, kSteps).not_before, On("2026-12-11"));
}

TEST(FiguresTest, AfterTheLastStepNothingIsAnnounced) {
  Cleared cleared = TwoOverdue();
  cleared.step = "formal";
  EXPECT_EQ(NextStepOf(cleared, kSteps).kind, NextKind::kNothing);
  EXPECT_EQ(DeadlineBefore(NextStepOf(cleared, kSteps), cleared), std::nullopt);
  cleared.step = "unknown";
  EXPECT_EQ(NextStepOf(cleared, kSteps).kind, NextKind::kNothing);
}

TEST(FiguresTest, ADeadlineThatHasPassedIsNotNamed) {
  const NextStep tomorrow{NextKind::kFormalNotice, On("2026-10-13")};
  EXPECT_EQ(DeadlineBefore(tomorrow, TwoOverdue()), std::nullopt);
}

}  // namespace
}  // namespace relance::notifier
