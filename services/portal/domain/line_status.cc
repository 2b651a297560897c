#include "services/portal/domain/line_status.h"

#include <algorithm>

namespace relance::portal {

int DaysLate(Date due, Date today) {
  return std::max(0, static_cast<int>((today - due).count()));
}

LineStatus StatusOf(const LineFacts& line, Date today) {
  using enum LineWord;
  if (line.credit_note) return {.word = kCreditNote};
  if (line.open == 0) return {.word = kPaid, .date = line.paid_on};
  if (line.payment_seen) return {.word = kBeingMatched};
  if (line.disputed > 0) return {.word = kBeingChecked};
  if (line.promised_for && *line.promised_for >= today) {
    return {.word = kPaymentAnnounced, .date = line.promised_for};
  }
  if (line.due < today) return {.word = kOverdue, .days_late = DaysLate(line.due, today)};
  if (line.open < line.amount) return {.word = kPartlyPaid};
  if (line.due <= today + std::chrono::days(kDueSoonDays)) {
    return {.word = kDueOn, .date = line.due};
  }
  return {.word = kNotYetDue};
}

}  // namespace relance::portal
