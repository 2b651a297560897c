#pragma once

#include <string>

#include "libs/base/result.h"
#include "relance/ledger/v1/claims.pb.h"
#include "services/ledger/domain/claim_acts.h"

/// Claims between the contract's messages and the ledger's own types.
namespace relance::ledger {

void Fill(v1::ClaimAct& message, const ClaimAct& act);
/// kInvalid names the field.
Result<ClaimAct> ClaimActFrom(const v1::ClaimAct& message);

Result<ClaimActKind> ClaimActKindFrom(v1::ClaimActKind kind);
v1::ClaimActKind ToMessage(ClaimActKind kind);

/// What a statement computed of its one document. kInvalid when it holds another one, none, two
/// currencies or versions, or amounts that do not fit.
Result<ComputedClaim> ComputedFrom(const v1::ClaimStatement& statement,
                                   const std::string& document);

/// What became of a document's claim; acts with their statements or without.
void Fill(v1::ClaimState& message, const std::string& document, const Currency& currency,
          const Claim& claim, bool with_statements);

}  // namespace relance::ledger
