// A scenario file, as the scenario service and the notifier read it.
#include "services/notifier/adapters/scenario_steps.h"
#include "services/scenario/adapters/scenario_yaml.h"
#include "services/scenario/domain/scenario_check.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  const auto file = scenario::ReadScenarioYaml(input);
  const auto parsed = scenario::ParseScenarioYaml(input);
  Expect(parsed.has_value() == file.problems.empty(), "one answer for one file");
  const auto steps = notifier::ReadSteps(std::string(input));
  if (!parsed) return;
  Expect(scenario::CheckScenario(*parsed).empty(), "what is read is a scenario");
  Expect(steps && steps->size() == parsed->steps.size(), "the notifier reads the same steps");
}

const bool kDeclared = Declare({"scenario_file", Run});

}  // namespace
}  // namespace relance::fuzz
