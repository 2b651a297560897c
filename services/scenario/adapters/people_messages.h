#pragma once

#include "relance/scenario/v1/scenario.pb.h"
#include "services/scenario/domain/explain.h"
#include "services/scenario/domain/profile.h"

/// What people did about a case, and how its debtor behaves, as answers say it.
namespace relance::scenario {

/// Requests for steps out of order, telephone calls, insolvency.
void FillPeople(const Case& c, v1::GetCaseResponse& out);
void FillForced(const ItemExplanation& item, v1::ItemExplanation& out);
void FillEvidence(const Evidence& evidence, v1::ProfileEvidence& out);

}  // namespace relance::scenario
