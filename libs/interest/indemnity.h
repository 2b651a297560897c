#pragma once

#include "libs/interest/claim.h"

namespace relance::interest {

/// The fixed sum for a debt that was due on `due`: of the newest scale in force on that day, the
/// highest step that the debt reaches. nullptr: the profile gives none.
const IndemnityStep* IndemnityFor(const LawProfile& profile, const Money& debt, Date due);

/// Puts the indemnity of a late document into its claim. A scale in another currency is not
/// converted: a warning says so.
void AddIndemnity(const LawProfile& profile, const Money& debt, DocumentClaim& claim);

}  // namespace relance::interest
