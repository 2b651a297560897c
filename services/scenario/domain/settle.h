#pragma once

#include <optional>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// Plans a touched case once, after all inputs of the moment: timers, evaluation, level. Doing it
/// more often than needed adds nothing. Where several cases are settled at one instant, the one
/// with the highest level due goes first.
CaseFacts Settle(const Case& c, const Context& context, Instant now);

/// The same, with the facts already applied to `c`.
CaseFacts SettleInPlace(Case& c, const Context& context, Instant now);

/// LevelChanged when the derived level of an open case is not the one last told; else empty.
CaseFacts TellLevel(const Case& c);

/// When the case has to be settled again if nothing happens: after `now`. nullopt: never. May be
/// early (a stray wake-up changes nothing), never late. Takes the case as settled at `now`.
std::optional<Instant> NextMoment(const Case& c, const Context& context, Instant now);

}  // namespace relance::scenario
