#pragma once

#include <string_view>

namespace relance::scenario {

/// What somebody must be allowed to do for an act of his to count.
enum class Right {
  kSay,     ///< What debtors say of themselves: a promise, a dispute, a payment on its way, a plan.
  kWork,    ///< What collectors do about a case.
  kDecide,  ///< To approve; to let messages leave again.
  kForce,   ///< A step out of order: to ask for it, and to confirm it for another.
};

/// By the role of an identity: debtor, collector, lead, legal, admin, operator. Viewers and
/// auditors only look.
bool MayAct(Right right, std::string_view role);

/// Who may, for the refusal of one who may not.
std::string_view WhoMay(Right right);

}  // namespace relance::scenario
