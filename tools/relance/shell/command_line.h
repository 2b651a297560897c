#pragma once

#include <string>
#include <vector>

#include "libs/process/exit_code.h"
#include "tools/relance/shell/command.h"

namespace relance::cli {

/// The program: reads `args` (without the program's name), runs the command they name and tells how
/// it ended. Wrong use is explained with the nearest known word.
ExitCode RunCommandLine(const std::vector<Command>& commands, const std::vector<std::string>& args);

/// The words that may stand at the first and second place, and the options of each command: what
/// completions are made of.
std::string CompletionScript(const std::vector<Command>& commands, const std::string& shell);

}  // namespace relance::cli
