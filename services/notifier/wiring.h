#pragma once

#include "libs/settings/settings.h"

namespace relance::notifier {

/// Builds the notifier and runs it until it is told to stop. Returns the exit code.
int Serve(Settings settings);

}  // namespace relance::notifier
