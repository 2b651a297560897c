#pragma once

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// Total: every fact has an answer in every state. A stale or late fact changes nothing. Depends on
/// the state and the fact only; one fact costs the items it names, not those of the account.
void Apply(Case& c, const CaseFact& fact);
void Apply(Case& c, const CaseFacts& facts);

Case Evolve(Case c, const CaseFact& fact);

}  // namespace relance::scenario
