#pragma once

#include <functional>
#include <string_view>

#include "libs/settings/settings.h"

namespace relance {

/// Serves until a signal asks to stop.
using Program = std::function<Result<void>()>;

/// The main function of a service. `prepare` declares and reads every setting and returns what runs
/// with them; it runs once all of them are known to be right. Answers --help, --version and
/// --print-config instead when asked to. Returns the exit code; why is on stderr.
int ServiceMain(std::string_view service, int argc, const char* const* argv,
                const std::function<Program(Settings&)>& prepare);

}  // namespace relance
