#pragma once

#include "libs/settings/settings.h"

namespace relance::ledger {

/// Builds the ledger and runs it until it is told to stop. Returns the exit code.
int Serve(Settings settings);

}  // namespace relance::ledger
