#pragma once

#include "libs/base/result.h"
#include "services/scenario/domain/story/story_world.h"

namespace relance::scenario {

/// Makes one event of a story happen now. kInvalid, at its place, for what cannot be read.
Result<void> Happen(StoryWorld& world, const StoryEvent& event);

}  // namespace relance::scenario
