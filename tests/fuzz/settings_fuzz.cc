// A service's settings file and its environment; the first line is one variable of it.
#include "libs/settings/layers.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  const std::string variable = "RELANCE_LEDGER__" + std::string(TakeUpTo(input, '\n'));
  const char* environment[] = {variable.c_str()};
  const auto layers = ReadLayers("ledger", {}, environment);
  Expect(layers && layers->values.size() <= 1, "one variable is at most one setting");
  const std::string argument = variable.substr(0, variable.find('\0'));
  const char* arguments[] = {"--set", argument.c_str()};
  (void)ReadLayers("ledger", arguments, {});
  const auto settings = ReadYaml(std::string(input), "ledger.yaml");
  if (!settings) return;
  for (const auto& [key, value] : *settings) {
    Expect(!key.empty() && !value.origin.empty(), "a setting says where it comes from");
    (void)Nearest(key, {"kafka.brokers", "redis.address"});
  }
}

const bool kDeclared = Declare({"settings", Run});

}  // namespace
}  // namespace relance::fuzz
