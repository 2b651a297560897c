#pragma once

#include <optional>
#include <string>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// Payment plans. Money is what is allocated to their items after the proposal.
namespace relance::scenario {

/// Proposed: its items are held until the down payment; without one a second person approves.
std::optional<Refusal> Handle(Draft& draft, const ProposePlan& input);

/// By a second person. One whose money has come meanwhile is completed at once.
void ApprovePlan(Draft& draft, const std::string& id);
/// Holds its items until the last instalment and its days of grace.
void ActivatePlan(Draft& draft, const std::string& plan);

void CountForPlans(Draft& draft, const RecordMoney& money);
void TakeBackFromPlans(Draft& draft, const ReverseMoney& money);
/// Plans whose items are all closed, however that came, are completed.
void CompletePlansOfClosedItems(Draft& draft);

/// Lapsed without down payment; broken when an instalment is unpaid after its days of grace.
void EndPlans(Draft& draft);

}  // namespace relance::scenario
