#pragma once

#include "libs/base/account_id.h"
#include "relance/ledger/v1/claims.pb.h"
#include "services/ledger/domain/late_claim.h"

namespace relance::ledger {

/// The statement of account as the contract writes it: all that a reader needs to compute it again.
v1::ClaimStatement ToMessage(const AccountId& account, const LateClaim& claim);

}  // namespace relance::ledger
