#pragma once

#include <cstdint>
#include <optional>

#include "libs/base/instant.h"
#include "libs/money/money.h"

namespace relance::portal {

/// A line is announced by its date, not by "not yet due", from this many days before.
inline constexpr int kDueSoonDays = 14;

/// What is known about one line of the account on a day.
struct LineFacts {
  bool credit_note = false;
  int64_t amount = 0;  ///< As invoiced; minor units, as are the next two.
  int64_t open = 0;
  int64_t disputed = 0;
  Date due{};
  std::optional<Date> promised_for{};
  std::optional<Date> paid_on{};
  bool payment_seen = false;  ///< A payment for it came in and is not allocated yet.
};

enum class LineWord {
  kNotYetDue,
  kDueOn,
  kOverdue,
  kPaymentAnnounced,
  kPartlyPaid,
  kBeingChecked,
  kBeingMatched,
  kPaid,
  kCreditNote,
};

struct LineStatus {
  LineWord word = LineWord::kNotYetDue;
  int days_late = 0;           ///< Of kOverdue: 1 on the day after the due date.
  std::optional<Date> date{};  ///< Of kDueOn, kPaymentAnnounced, kPaid.

  bool operator==(const LineStatus&) const = default;
};

/// The one word a debtor reads about a line. What the creditor is doing about it (checking,
/// matching) comes before what the debtor said (announced), that before what the calendar says; a
/// promise whose day has passed says nothing any more; lateness comes before a part payment.
LineStatus StatusOf(const LineFacts& line, Date today);

/// Days since the due date; 0 when it has not passed.
int DaysLate(Date due, Date today);

}  // namespace relance::portal
