#include "services/portal/domain/promise_form.h"

#include <gmock/gmock.h>

namespace relance::portal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum PromiseFault;

constexpr Currency kEur = Currency::Of("EUR");

Date Day(const char* text) {
  return *ParseDate(text);
}

Line Open(const char* id, Currency currency, int64_t minor, const char* due) {
  return {.id = id, .amount = {currency, minor}, .open = {currency, minor}, .due = Day(due)};
}

Account Sample() {
  Account account;
  account.today = Day("2026-11-21");
  account.lines = {Open("A", kEur, 100'00, "2026-11-01"), Open("B", kEur, 50'00, "2026-11-10"),
                   Open("C", kEur, 30'00, "2026-12-10")};
  return account;
}

PromiseForm Typed(const char* choice) {
  return {.choice = choice, .currency = "EUR", .day = "30", .month = "11", .year = "2026"};
}

TEST(PromiseFormTest, AllOverdueIsTheSumOfTheOverdueLines) {
  const auto answer = CheckPromise(Typed("overdue"), Sample(), 30);
  ASSERT_TRUE(answer.promise);
  EXPECT_EQ(answer.promise->amount, (Money{kEur, 150'00}));
  EXPECT_EQ(answer.promise->by, Day("2026-11-30"));
  EXPECT_THAT(answer.promise->items, ElementsAre("A", "B"));
}

TEST(PromiseFormTest, AllOverdueIsWhatTheCreditorAsksForWithoutDisputesAndCredits) {
  Account account = Sample();
  account.lines[0].disputed = 20'00;
  account.lines[1].disputed = 50'00;
  account.credits = {{.rest = {kEur, 30'00}}, {.rest = {Currency::Of("USD"), 9'00}}};
  const auto answer = CheckPromise(Typed("overdue"), account, 30);
  ASSERT_TRUE(answer.promise);
  EXPECT_EQ(answer.promise->amount, (Money{kEur, 50'00}));
  EXPECT_THAT(answer.promise->items, ElementsAre("A"));
  account.credits[0].rest.minor = 80'00;
  EXPECT_THAT(CheckPromise(Typed("overdue"), account, 30).problems,
              ElementsAre(PromiseProblem{kNothingOverdue, "choice"}))
      << "the credits cover it";
}

TEST(PromiseFormTest, SelectedLinesArePromisedWhole) {
  PromiseForm form = Typed("lines");
  form.lines = {"C", "A"};
  const auto answer = CheckPromise(form, Sample(), 30);
  ASSERT_TRUE(answer.promise);
  EXPECT_EQ(answer.promise->amount.minor, 130'00);
  EXPECT_THAT(answer.promise->items, ElementsAre("C", "A"));
}

TEST(PromiseFormTest, AnotherAmountIsForTheOldestLinesItReaches) {
  PromiseForm form = Typed("amount");
  form.amount = "120,50";
  const auto answer = CheckPromise(form, Sample(), 30);
  ASSERT_TRUE(answer.promise);
  EXPECT_EQ(answer.promise->amount.minor, 120'50);
  EXPECT_THAT(answer.promise->items, ElementsAre("A", "B"));
  form.amount = "100";
  EXPECT_THAT(CheckPromise(form, Sample(), 30).promise->items, ElementsAre("A"));
}

struct Row {
  const char* what;
  PromiseForm form;
  std::vector<PromiseProblem> problems;
};

TEST(PromiseFormTest, EveryFaultIsToldAtItsField) {
  const auto with = [](const char* choice, auto change) {
    PromiseForm form = Typed(choice);
    change(form);
    return form;
  };
  const auto amount = [&](const char* text) {
    return with("amount", [&](PromiseForm& f) { f.amount = text; });
  };
  const auto date = [&](const char* day, const char* month, const char* year) {
    return with("overdue", [&](PromiseForm& f) { f.day = day, f.month = month, f.year = year; });
  };
  const Row rows[] = {
      {"nothing chosen", Typed(""), {{kChoiceMissing, "choice"}}},
      {"unknown choice", Typed("<script>"), {{kChoiceMissing, "choice"}}},
      {"no line", Typed("lines"), {{kNoLineSelected, "lines"}}},
      {"paid meanwhile",
       with("lines",
            [](PromiseForm& f) {
              f.lines = {"A", "GONE"};
            }),
       {{kLinePaidMeanwhile, "lines"}}},
      {"other currency",
       with("overdue", [](PromiseForm& f) { f.currency = "USD"; }),
       {{kNothingOverdue, "choice"}}},
      {"no amount", amount(""), {{kAmountUnreadable, "amount"}}},
      {"words", amount("all of it"), {{kAmountUnreadable, "amount"}}},
      {"negative", amount("-5"), {{kAmountUnreadable, "amount"}}},
      {"zero", amount("0,00"), {{kAmountNotPositive, "amount"}}},
      {"a cent too much", amount("180,01"), {{kAmountAboveOpen, "amount"}}},
      {"no date", date("", "", ""), {{kDateMissing, "day"}}},
      {"half a date", date("3", "", "2026"), {{kDateImpossible, "day"}}},
      {"31 November", date("31", "11", "2026"), {{kDateImpossible, "day"}}},
      {"letters", date("x", "11", "2026"), {{kDateImpossible, "day"}}},
      {"yesterday", date("20", "11", "2026"), {{kDatePast, "day"}}},
      {"31 days", date("22", "12", "2026"), {{kDateTooFar, "day"}}},
  };
  for (const Row& row : rows) {
    const auto answer = CheckPromise(row.form, Sample(), 30);
    EXPECT_EQ(answer.problems, row.problems) << row.what;
    EXPECT_FALSE(answer.promise) << row.what;
  }
}

TEST(PromiseFormTest, TodayAndTheLastDayAllowedAreFine) {
  PromiseForm form = Typed("overdue");
  form.day = "21", form.month = "11";
  EXPECT_THAT(CheckPromise(form, Sample(), 30).problems, IsEmpty());
  form.day = "21", form.month = "12", form.year = "26";
  EXPECT_THAT(CheckPromise(form, Sample(), 30).problems, IsEmpty());
  form.year = "2031";
  EXPECT_THAT(CheckPromise(form, Sample(), 0).problems, IsEmpty()) << "no limit configured";
}

TEST(PromiseFormTest, SeveralFaultsAreToldTogether) {
  PromiseForm form = Typed("amount");
  form.amount = "x";
  form.day = "32";
  EXPECT_THAT(CheckPromise(form, Sample(), 30).problems,
              ElementsAre(PromiseProblem{kAmountUnreadable, "amount"},
                          PromiseProblem{kDateImpossible, "day"}));
}

TEST(PromiseFormTest, LinesOfTwoCurrenciesAreTwoPromises) {
  Account account = Sample();
  account.lines.push_back(Open("U", Currency::Of("USD"), 10, "2026-11-01"));
  PromiseForm form = Typed("lines");
  form.lines = {"A", "U"};
  EXPECT_THAT(CheckPromise(form, account, 30).problems,
              ElementsAre(PromiseProblem{kTwoCurrencies, "lines"}));
  EXPECT_TRUE(CheckPromise(Typed("overdue"), account, 30).promise);
}

TEST(PromiseFormTest, ATotalThatIsNoLongerTheOneReviewedIsNotPromised) {
  PromiseForm form = Typed("overdue");
  form.reviewed = "15000";
  EXPECT_TRUE(CheckPromise(form, Sample(), 30).promise);
  form.reviewed = "25000";
  EXPECT_THAT(CheckPromise(form, Sample(), 30).problems,
              ElementsAre(PromiseProblem{kLinePaidMeanwhile, "choice"}));
}

TEST(PromiseFormTest, ATransferIsThereOnTheNextDayOfWork) {
  EXPECT_EQ(UsualArrival(Day("2026-11-19")), Day("2026-11-20"));
  for (const char* day : {"2026-11-20", "2026-11-21", "2026-11-22"}) {
    EXPECT_EQ(UsualArrival(Day(day)), Day("2026-11-23")) << day;
  }
}

TEST(PromiseFormTest, AmountsAreReadAsPeopleWriteThem) {
  for (const char* text : {"1240.5", "1240,50", "1 240,50", "1.240,50", "1,240.50", "1'240.50",
                           "1\xe2\x80\xaf"
                           "240,50",
                           " 1240.50 "}) {
    EXPECT_EQ(ReadAmount(text, kEur).value_or(-1), 1240'50) << text;
  }
  EXPECT_EQ(ReadAmount("1.234.567", kEur).value_or(-1), 1'234'567'00);
  EXPECT_FALSE(ReadAmount("1.240", kEur)) << "1240 or 1.24?";
  EXPECT_FALSE(ReadAmount("1,240", kEur));
  EXPECT_EQ(ReadAmount("1,240", Currency::Of("KWD")).value_or(-1), 1'240);
  EXPECT_FALSE(ReadAmount("12.345", Currency::Of("JPY")));
  EXPECT_FALSE(ReadAmount("99999999999999999999", kEur));
  EXPECT_FALSE(ReadAmount("12,3456", kEur));
  EXPECT_FALSE(ReadAmount("1e3", kEur));
}

}  // namespace
}  // namespace relance::portal
