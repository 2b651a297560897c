// A scenario file, as the scenario service and the notifier read it.
#include "services/notifier/adapters/scenario_steps.h"
#include "services/scenario/adapters/scenario_yaml.h"
#include "services/scenario/domain/scenario_check.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

notifier::NextKind KindOf(const scenario::Step& step) {
  if (step.action == scenario::Action::kHandOver) return notifier::NextKind::kHandOver;
  if (step.action == scenario::Action::kCall) return notifier::NextKind::kNothing;
  return step.formal ? notifier::NextKind::kFormalNotice : notifier::NextKind::kMessage;
}

void ExpectSame(const scenario::Step& step, const notifier::PlannedStep& told) {
  Expect(told.id == step.id && told.level == step.level, "a step is the same to both");
  Expect(told.at == step.at && told.gap == step.gap, "a step has the same days for both");
  Expect(told.kind == KindOf(step), "a step does the same for both");
}

void Run(std::string_view input) {
  const auto file = scenario::ReadScenarioYaml(input);
  const auto parsed = scenario::ParseScenarioYaml(input);
  Expect(parsed.has_value() == file.problems.empty(), "one answer for one file");
  const auto steps = notifier::ReadSteps(std::string(input));
  if (!parsed) return;
  Expect(scenario::CheckScenario(*parsed).empty(), "what is read is a scenario");
  Expect(steps && steps->size() == parsed->steps.size(), "the notifier reads the same steps");
  for (size_t i = 0; i < steps->size(); ++i) ExpectSame(parsed->steps[i], (*steps)[i]);
}

const bool kDeclared = Declare({"scenario_file", Run});

}  // namespace
}  // namespace relance::fuzz
