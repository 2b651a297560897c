#pragma once

#include "libs/settings/service_main.h"

namespace relance::scenario {

/// Reads the settings; the program builds the scenario service and runs it until it is told to
/// stop.
Program Prepare(Settings& settings);

}  // namespace relance::scenario
