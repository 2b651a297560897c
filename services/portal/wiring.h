#pragma once

#include "libs/settings/service_main.h"

namespace relance::portal {

/// Reads the settings; the program builds the portal and runs it until it is told to stop.
Program Prepare(Settings& settings);

}  // namespace relance::portal
