#pragma once

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// What has ended: promises, plans, holds, escalations, preventive steps that expired, the cap,
/// missed callbacks, the thank-you; in this order. What ends with a day ends at 00:00 of the next.
CaseFacts Timers(const Case& c, const Context& context, Instant now);

/// The same, with the facts already applied to `c`.
CaseFacts TimersInPlace(Case& c, const Context& context, Instant now);

}  // namespace relance::scenario
