#pragma once

#include <optional>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// What came of a telephone call: it ends the calls that were asked for, unless nobody answered,
/// and brings what was agreed along.
namespace relance::scenario {

std::optional<Refusal> Handle(Draft& draft, const RecordCall& input);

}  // namespace relance::scenario
