#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "libs/calendar/calendar.h"
#include "services/notifier/domain/cleared.h"

/// What a message says in numbers, before any language: computed once, from the clearance alone.
namespace relance::notifier {

struct Sum {
  std::string currency;
  int64_t minor = 0;

  bool operator==(const Sum&) const = default;
};

struct Row {
  std::string item;
  std::string reference;
  Sum open;
  Date due{};
  int64_t days_late = 0;  ///< Negative or 0: not late.

  bool operator==(const Row&) const = default;
};

struct Figures {
  std::vector<Sum> claimed;    ///< Net, one a currency; never added together.
  std::vector<Sum> credits;    ///< Currencies with unallocated credits only.
  std::vector<Sum> gross;      ///< Of what is claimed, before credits.
  std::vector<Sum> interest;   ///< For late payment, one a currency that has charges.
  std::vector<Sum> indemnity;  ///< Fixed sums, likewise; empty: there are none.
  std::vector<Sum> total;      ///< Net, interest and indemnity of every currency.
  int64_t count = 0;           ///< Documents claimed; in a preventive message: announced.
  Date earliest_due{};         ///< Of these.
  int64_t days_late = 0;       ///< Of the earliest, on the debtor's date.
  std::vector<Row> rows;       ///< At most kMostRows, overdue first, then by due date and item.
  size_t more = 0;             ///< Lines that are not in `rows`.
  std::vector<Date> previous;  ///< Dates of the counted notices of these items, oldest first, once.
  Date reply_by{};             ///< 5 business days of the entity after the debtor's date.
};

inline constexpr size_t kMostRows = 10;
inline constexpr int kReplyDays = 5;

Figures FiguresOf(const Cleared& cleared, const Calendar& calendar);

/// What the scenario does next with these items when nothing changes.
enum class NextKind { kNothing, kMessage, kFormalNotice, kHandOver };
struct NextStep {
  NextKind kind = NextKind::kNothing;
  Date not_before{};
};

/// One step of a scenario, as far as a message may speak of it.
struct PlannedStep {
  std::string id;
  int level = 0;
  NextKind kind = NextKind::kMessage;  ///< kNothing for a call: the debtor is not told of it.
  int at = 0;                          ///< Days after the due date.
  int gap = 1;                         ///< Days after the last counted notice.
};

/// The first step after the one of `cleared` that the debtor will notice, and its earliest date.
NextStep NextStepOf(const Cleared& cleared, const std::vector<PlannedStep>& steps);

/// The last day to answer before `next`; nullopt when no day is left to name.
std::optional<Date> DeadlineBefore(const NextStep& next, const Cleared& cleared);

}  // namespace relance::notifier
