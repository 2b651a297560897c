#pragma once

#include <optional>
#include <string>

#include "services/portal/adapters/speaker.h"
#include "services/portal/adapters/view.h"
#include "services/portal/app/read_account.h"

namespace relance::portal {

/// What the debtor wants to pay.
struct PayWish {
  bool everything = false;         ///< Else what is overdue.
  std::string line;                ///< Or one line, by its id.
  std::optional<LateCost> cost{};  ///< Of its delay.
};

View PayView(const Words& words, const AccountPage& page, const std::vector<Totals>& totals,
             const PayWish& wish);

}  // namespace relance::portal
