#include "libs/settings/service_main.h"

#include <fmt/format.h>

#include <cstdio>

#include "libs/process/build.h"
#include "libs/process/exit_code.h"

namespace relance {
namespace {

int Fail(std::string_view service, const Error& error, ExitCode code) {
  fmt::print(stderr, "relance-{}: {}{}{}\n", service, error.field, error.field.empty() ? "" : ": ",
             error.message);
  return static_cast<int>(code);
}

/// What is printed instead of serving.
std::optional<std::string> Asked(const Settings& settings) {
  if (settings.wants_help()) return settings.Help();
  if (settings.wants_version()) return fmt::format("{} {}\n", BuildVersion(), BuildCommit());
  if (settings.wants_print()) return settings.Print();
  return std::nullopt;
}

}  // namespace

int ServiceMain(std::string_view service, int argc, const char* const* argv,
                const std::function<Program(Settings&)>& prepare) {
  auto settings = Settings::Load(service, argc, argv);
  if (!settings) return Fail(service, settings.error(), ExitCode::kUsage);
  const Program run = prepare(*settings);
  if (const auto text = Asked(*settings)) {
    fmt::print("{}", *text);
    return static_cast<int>(ExitCode::kOk);
  }
  const auto finished = settings->Finish();
  if (!finished) return Fail(service, finished.error(), ExitCode::kUsage);
  const auto ran = run();
  return ran ? static_cast<int>(ExitCode::kOk)
             : Fail(service, ran.error(), ExitCodeOf(ran.error().code));
}

}  // namespace relance
