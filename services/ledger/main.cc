#include <fmt/format.h>

#include <cstdio>

#include "libs/process/exit_code.h"
#include "services/ledger/wiring.h"

int main(int argc, char** argv) {
  auto settings = relance::Settings::Load("ledger", argc, argv);
  if (!settings) {
    fmt::print(stderr, "relance-ledger: {}\n", settings.error().message);
    return static_cast<int>(relance::ExitCode::kUsage);
  }
  return relance::ledger::Serve(std::move(*settings));
}
