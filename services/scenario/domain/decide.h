#pragma once

#include <tl/expected.hpp>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/facts.h"
#include "services/scenario/domain/inputs.h"

namespace relance::scenario {

struct Refusal {
  RefusalReason reason = RefusalReason::kItem;

  bool operator==(const Refusal&) const = default;
};

using Decision = tl::expected<CaseFacts, Refusal>;

/// The facts that one input makes true, in the order of their log lines. Empty: it changes nothing.
/// Sends nothing: the case is settled (settle.h) once all inputs of the moment are applied.
Decision Decide(const Case& c, const CaseInput& input, const Context& context, Instant now);

/// The same, with the facts already applied to `c`: no copy of a large account for one payment. A
/// refusal leaves `c` as it was.
Decision DecideInPlace(Case& c, const CaseInput& input, const Context& context, Instant now);

}  // namespace relance::scenario
