#pragma once

#include <functional>

#include "libs/base/instant.h"

namespace relance {

/// From now on this process ends within `patience`: if it has not ended by itself, after
/// `last_words`, with ExitCode::kUnavailable and without any destructor. For a stop that waits for
/// others who no longer answer; what is on a journal needs no goodbye. `last_words` runs on another
/// thread and may touch nothing that ends before the process.
void EndWithin(Millis patience, std::function<void()> last_words);

}  // namespace relance
