#pragma once

#include <optional>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// A step out of order, with the order, gap, floor and cap left aside and nothing else: one person
/// asks, another one confirms before it has effect.
namespace relance::scenario {

/// Both persons at once, as stories tell it.
std::optional<Refusal> Handle(Draft& draft, const Force& input);
std::optional<Refusal> Handle(Draft& draft, const AskForce& input);
std::optional<Refusal> Handle(Draft& draft, const ConfirmForce& input);
std::optional<Refusal> Handle(Draft& draft, const RefuseForce& input);

/// What nobody confirmed in time has no effect any more.
void EndForceRequests(Draft& draft);

}  // namespace relance::scenario
