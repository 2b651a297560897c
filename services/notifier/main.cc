#include <fmt/format.h>

#include <cstdio>

#include "libs/process/exit_code.h"
#include "services/notifier/wiring.h"

int main(int argc, char** argv) {
  auto settings = relance::Settings::Load("notifier", argc, argv);
  if (!settings) {
    fmt::print(stderr, "relance-notifier: {}\n", settings.error().message);
    return static_cast<int>(relance::ExitCode::kUsage);
  }
  return relance::notifier::Serve(std::move(*settings));
}
