#include "libs/interest/indemnity.h"

namespace relance::interest {

const IndemnityStep* IndemnityFor(const LawProfile& profile, const Money& debt, Date due) {
  std::optional<Date> newest;
  for (const IndemnityStep& step : profile.indemnity) {
    if (step.from_date && *step.from_date <= due && (!newest || *newest < *step.from_date)) {
      newest = step.from_date;
    }
  }
  const IndemnityStep* reached = nullptr;
  for (const IndemnityStep& step : profile.indemnity) {
    if (step.from_date != newest || step.from_amount.minor > debt.minor) continue;
    if (reached == nullptr || reached->from_amount.minor < step.from_amount.minor) reached = &step;
  }
  return reached;
}

void AddIndemnity(const LawProfile& profile, const Money& debt, DocumentClaim& claim) {
  if (claim.in_insolvency || profile.indemnity.empty()) return;
  const bool other = profile.indemnity.front().amount.currency != debt.currency;
  const Money scaled{profile.indemnity.front().amount.currency, other ? 0 : debt.minor};
  const IndemnityStep* step = IndemnityFor(profile, scaled, claim.due);
  if (step == nullptr) return;
  if (other) {
    claim.warnings.push_back(
        {.kind = WarningKind::kIndemnityInOtherCurrency, .amount = step->amount});
    return;
  }
  claim.indemnity = step->amount;
  claim.indemnity_basis = profile.indemnity_basis;
}

}  // namespace relance::interest
