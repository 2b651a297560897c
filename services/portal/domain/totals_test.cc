#include "services/portal/domain/totals.h"

#include <gmock/gmock.h>

#include <limits>

namespace relance::portal {
namespace {

using ::testing::SizeIs;

constexpr Currency kEur = Currency::Of("EUR");
constexpr Currency kUsd = Currency::Of("USD");

Date Day(const char* text) {
  return *ParseDate(text);
}

Line Open(Currency currency, int64_t minor, const char* due) {
  return {.amount = {currency, minor}, .open = {currency, minor}, .due = Day(due)};
}

Account Sample() {
  Account account;
  account.today = Day("2026-11-21");
  account.lines = {Open(kEur, 1'000, "2026-11-20"), Open(kEur, 200, "2026-11-21"),
                   Open(kEur, 30, "2026-12-05"), Open(kEur, 4, "2026-12-06"),
                   Open(kUsd, 7, "2026-01-01")};
  account.lines[0].disputed = 100;
  return account;
}

TEST(TotalsTest, EveryCurrencyIsTotalledByItself) {
  const auto totals = TotalsOf(Sample());
  ASSERT_TRUE(totals);
  ASSERT_THAT(*totals, SizeIs(2));
  const Totals& eur = totals->at(0);
  EXPECT_EQ(eur.currency, kEur);
  EXPECT_EQ(eur.overdue, 900) << "what is in dispute is not asked for";
  EXPECT_EQ(eur.due_soon, 230);
  EXPECT_EQ(eur.not_yet_due, 4);
  EXPECT_EQ(eur.open, 1'234);
  EXPECT_EQ(eur.disputed, 100);
  EXPECT_EQ(eur.overdue_lines, 1);
  EXPECT_EQ(eur.open_lines, 4);
  EXPECT_EQ(totals->at(1).overdue, 7);
}

TEST(TotalsTest, ALineWhollyInDisputeIsNotOverdue) {
  Account account = Sample();
  account.lines[0].disputed = 5'000;
  const auto totals = TotalsOf(account);
  EXPECT_FALSE(IsOverdue(account.lines[0], account.today));
  EXPECT_EQ(totals->at(0).overdue_lines, 0);
  EXPECT_EQ(totals->at(0).overdue, 0);
  EXPECT_EQ(totals->at(0).disputed, 1'000) << "never more than is open";
  EXPECT_EQ(totals->at(0).open_lines, 4);
}

TEST(TotalsTest, CreditsAreShownAndLessenWhatToPayButNeverBelowZero) {
  Account account = Sample();
  account.credits = {{.rest = {kEur, 300}}, {.rest = {kEur, 10}, .credit_note = true}};
  EXPECT_EQ(TotalsOf(account)->at(0).credits, 310);
  EXPECT_EQ(TotalsOf(account)->at(0).ToPay(), 590);
  account.credits.push_back({.rest = {kEur, 5'000}});
  EXPECT_EQ(TotalsOf(account)->at(0).ToPay(), 0);
}

TEST(TotalsTest, OnlyPromisesThatStillStandAreTotalled) {
  Account account = Sample();
  account.promises = {
      {.id = "1", .amount = {kEur, 500}, .by = Day("2026-11-30")},
      {.id = "2", .state = PromiseState::kFar, .amount = {kEur, 60}, .by = Day("2026-11-25")},
      {.id = "3", .state = PromiseState::kOver, .amount = {kEur, 9'000}, .by = Day("2026-11-22")},
      {.id = "4", .state = PromiseState::kComment, .amount = {kEur, 90}, .by = Day("2026-11-22")},
      {.id = "5", .amount = {kEur, 9'000}, .by = Day("2026-11-20")}};
  const auto totals = TotalsOf(account);
  EXPECT_EQ(totals->at(0).promised, 560);
  EXPECT_EQ(totals->at(0).promised_for, Day("2026-11-25"));
}

TEST(TotalsTest, AnAccountWithOnlyCreditsHasACurrencyToo) {
  Account account;
  account.credits = {{.rest = {kEur, 310}}};
  ASSERT_THAT(*TotalsOf(account), SizeIs(1));
  EXPECT_EQ(TotalsOf(account)->at(0).open_lines, 0);
}

TEST(TotalsTest, ASumThatDoesNotFitIsRefusedNotWrapped) {
  Account account = Sample();
  account.lines.push_back(Open(kEur, std::numeric_limits<int64_t>::max(), "2026-11-01"));
  EXPECT_FALSE(TotalsOf(account));
}

}  // namespace
}  // namespace relance::portal
