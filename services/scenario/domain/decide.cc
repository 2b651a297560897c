#include "services/scenario/domain/decide.h"

#include <variant>

#include "services/scenario/domain/acts.h"
#include "services/scenario/domain/calls.h"
#include "services/scenario/domain/disputes.h"
#include "services/scenario/domain/draft.h"
#include "services/scenario/domain/force.h"
#include "services/scenario/domain/holds.h"
#include "services/scenario/domain/ledger_events.h"
#include "services/scenario/domain/plans.h"
#include "services/scenario/domain/promises.h"

namespace relance::scenario {

Decision DecideInPlace(Case& c, const CaseInput& input, const Context& context, Instant now) {
  Draft draft(c, context, now);
  const auto refusal = std::visit([&](const auto& told) { return Handle(draft, told); }, input);
  if (refusal) return tl::unexpected(*refusal);  // Refused before the first fact.
  return draft.Take();
}

Decision Decide(const Case& c, const CaseInput& input, const Context& context, Instant now) {
  Case copy = c;
  return DecideInPlace(copy, input, context, now);
}

}  // namespace relance::scenario
