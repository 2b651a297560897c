#pragma once

#include <optional>
#include <string>

#include "libs/base/account_id.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// What a person did, as the command that does it again.
struct RepeatedAct {
  v1::ScenarioInput command;
  std::string by = "rehearsal";
};

/// Reads an act from a fact that came of it; `c` is the case as it is rehearsed, `today` that of
/// its legal entity when the fact was recorded. nullopt: it followed from something else, and
/// follows again.
std::optional<RepeatedAct> ActOf(const AccountId& account, const CaseFact& fact, const Case& c,
                                 Date today);

}  // namespace relance::scenario
