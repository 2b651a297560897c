#include <fmt/format.h>

#include <cstdio>

#include "libs/process/exit_code.h"
#include "services/scenario/wiring.h"

int main(int argc, char** argv) {
  auto settings = relance::Settings::Load("scenario", argc, argv);
  if (!settings) {
    fmt::print(stderr, "relance-scenario: {}\n", settings.error().message);
    return static_cast<int>(relance::ExitCode::kUsage);
  }
  return relance::scenario::Serve(std::move(*settings));
}
