#pragma once

#include "libs/settings/service_main.h"

namespace relance::ledger {

/// Reads the settings; the program builds the ledger and runs it until it is told to stop.
Program Prepare(Settings& settings);

}  // namespace relance::ledger
