#pragma once

namespace relance::portal {

/// Reads the settings, serves until a signal asks to stop, and returns the exit code.
int RunPortal(int argc, const char* const* argv);

}  // namespace relance::portal
