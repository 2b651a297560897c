#pragma once

#include <optional>
#include <vector>

#include "libs/base/result.h"
#include "services/portal/domain/account.h"

namespace relance::portal {

/// One currency of an account; amounts are minor units. Overdue, due soon, not yet due and disputed
/// add up to open: what is in dispute is not asked for. Credits and promised say more about the
/// same money.
struct Totals {
  Currency currency{};
  int64_t open = 0;
  int64_t overdue = 0;
  int64_t due_soon = 0;  ///< Today and the 14 days after.
  int64_t not_yet_due = 0;
  int64_t credits = 0;
  int64_t disputed = 0;
  int64_t promised = 0;
  std::optional<Date> promised_for{};  ///< The earliest.
  int overdue_lines = 0;
  int open_lines = 0;

  /// What to transfer so that nothing is overdue any more: overdue less credits, never below 0.
  int64_t ToPay() const { return overdue > credits ? overdue - credits : 0; }
};

/// Per currency in the order of codes; never summed across. kInvalid when a sum does not fit.
Result<std::vector<Totals>> TotalsOf(const Account& account);

/// Late, and not wholly in dispute.
bool IsOverdue(const Line& line, Date today);

}  // namespace relance::portal
