#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/command_line.h"

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  return static_cast<int>(relance::cli::RunCommandLine(relance::cli::AllCommands(), args));
}
