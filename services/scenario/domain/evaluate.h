#pragma once

#include <optional>
#include <set>
#include <string>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// Groups that this evaluation has looked at: none twice.
using Looked = std::set<std::string>;

/// The facts of the next group with something due: calls in scenario order; then formal notices,
/// approved and forced steps and hand-overs, the last in the scenario first; then the ordinary
/// message. nullopt when nothing is left, or outside the debtor's window. Apply them before asking
/// for the next group.
std::optional<CaseFacts> EvaluateNext(const Case& c, const Context& context, Instant now,
                                      Looked& looked);

/// All groups, one after the other.
CaseFacts Evaluate(const Case& c, const Context& context, Instant now);

/// The same evaluation at hand-over: NoticeCleared with the content of now, or NoticeWithdrawn.
/// Empty when the notice is not pending.
CaseFacts Clear(const Case& c, const std::string& notice, const Context& context, Instant now);

/// The highest level of a step that is due now, open window or not; -1 when none is. Of all cases
/// of one instant the highest is evaluated first.
int HighestLevelDue(const Case& c, const Context& context, Instant now);

}  // namespace relance::scenario
