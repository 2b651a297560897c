#pragma once

#include "libs/base/result.h"
#include "relance/config/v1/config.pb.h"
#include "services/ledger/domain/late_claim.h"

namespace relance::ledger {

/// Under which law and policies an entity claims from a debtor: the profile by the rules of the law
/// book, from the entity's country (that of its calendar when it names none) or its own choice, and
/// the debtor's country and kind. kInvalid names the field: `profile`, `late_interest_rate`,
/// `interest_allocation`.
Result<ClaimTerms> TermsOf(const interest::LawBook& book, const config::v1::LegalEntity& entity,
                           const std::optional<MasterData>& debtor, bool in_insolvency);

}  // namespace relance::ledger
