#pragma once

#include <string>
#include <vector>

#include "services/scenario/domain/story/story_world.h"

namespace relance::fuzz {

/// What must hold in the log of every story, whatever happens in it: aborts with the promise that
/// is broken. A promise that an event of the story lifts (a bounce gives a step back) is not looked
/// at.
void ExpectPromisesOf(const scenario::Story& story, const scenario::Scenarios& scenarios,
                      const std::vector<std::string>& log);

}  // namespace relance::fuzz
