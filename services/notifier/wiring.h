#pragma once

#include "libs/settings/service_main.h"

namespace relance::notifier {

/// Reads the settings; the program builds the notifier and runs it until it is told to stop.
Program Prepare(Settings& settings);

}  // namespace relance::notifier
