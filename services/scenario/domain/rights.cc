#include "services/scenario/domain/rights.h"

#include <algorithm>
#include <array>

namespace relance::scenario {

bool MayAct(Right right, std::string_view role) {
  constexpr std::array<std::string_view, 4> kDeciding{"lead", "legal", "admin", "operator"};
  if (std::ranges::find(kDeciding, role) != kDeciding.end()) return true;
  switch (right) {
    case Right::kSay:
      return role == "collector" || role == "debtor";
    case Right::kWork:
      return role == "collector";
    case Right::kDecide:
    case Right::kForce:
      return false;
  }
  return false;
}

std::string_view WhoMay(Right right) {
  switch (right) {
    case Right::kSay:
      return "this is for debtors, collectors, leads, legal and admins";
    case Right::kWork:
      return "this is for collectors, leads, legal and admins";
    case Right::kDecide:
      return "to decide this is for leads, legal and admins";
    case Right::kForce:
      return "to force a step is for leads, legal and admins";
  }
  return "";
}

}  // namespace relance::scenario
