#include "services/portal/domain/line_status.h"

#include <gmock/gmock.h>

namespace relance::portal {
namespace {

Date Day(const char* text) {
  return *ParseDate(text);
}

const Date kToday = Day("2026-11-21");

struct Row {
  const char* what;
  LineFacts line;
  LineStatus expected;
};

TEST(LineStatusTest, EveryLineHasOneWordByOneOrderOfPrecedence) {
  using enum LineWord;
  const Date late = Day("2026-11-09");
  const Date soon = Day("2026-12-05");
  const Date far = Day("2026-12-06");
  const Date promised = Day("2026-11-21");
  const Date broken = Day("2026-11-20");
  const Row rows[] = {
      {"due in 15 days", {.amount = 10, .open = 10, .due = far}, {.word = kNotYetDue}},
      {"due in 14 days", {.amount = 10, .open = 10, .due = soon}, {.word = kDueOn, .date = soon}},
      {"due today", {.amount = 10, .open = 10, .due = kToday}, {.word = kDueOn, .date = kToday}},
      {"due yesterday",
       {.amount = 10, .open = 10, .due = Day("2026-11-20")},
       {.word = kOverdue, .days_late = 1}},
      {"12 days late",
       {.amount = 10, .open = 10, .due = late},
       {.word = kOverdue, .days_late = 12}},
      {"late and partly paid",
       {.amount = 10, .open = 4, .due = late},
       {.word = kOverdue, .days_late = 12}},
      {"partly paid before the due date",
       {.amount = 10, .open = 4, .due = soon},
       {.word = kPartlyPaid}},
      {"late, announced for today",
       {.amount = 10, .open = 10, .due = late, .promised_for = promised},
       {.word = kPaymentAnnounced, .date = promised}},
      {"late, announced for yesterday",
       {.amount = 10, .open = 10, .due = late, .promised_for = broken},
       {.word = kOverdue, .days_late = 12}},
      {"disputed in part and announced",
       {.amount = 10, .open = 10, .disputed = 1, .due = late, .promised_for = promised},
       {.word = kBeingChecked}},
      {"a payment came in for a disputed line",
       {.amount = 10, .open = 10, .disputed = 1, .due = late, .payment_seen = true},
       {.word = kBeingMatched}},
      {"closed, whatever else is known",
       {.amount = 10, .open = 0, .disputed = 1, .due = late, .paid_on = broken},
       {.word = kPaid, .date = broken}},
      {"credit note", {.credit_note = true, .amount = 10, .open = 10}, {.word = kCreditNote}},
  };
  for (const Row& row : rows) EXPECT_EQ(StatusOf(row.line, kToday), row.expected) << row.what;
}

TEST(LineStatusTest, ALineIsNotLateOnItsDueDate) {
  EXPECT_EQ(DaysLate(kToday, kToday), 0);
  EXPECT_EQ(DaysLate(kToday + std::chrono::days(3), kToday), 0);
  EXPECT_EQ(DaysLate(Day("2024-02-28"), Day("2024-03-01")), 2);
}

}  // namespace
}  // namespace relance::portal
