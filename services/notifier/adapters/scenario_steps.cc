#include "services/notifier/adapters/scenario_steps.h"

#include <yaml-cpp/yaml.h>

namespace relance::notifier {
namespace {

NextKind KindOf(const YAML::Node& step) {
  const auto does = step["do"] ? step["do"].as<std::string>() : "message";
  if (does == "handover") return NextKind::kHandOver;
  if (does == "call") return NextKind::kNothing;
  const bool formal = step["formal"] && step["formal"].as<bool>();
  return formal ? NextKind::kFormalNotice : NextKind::kMessage;
}

}  // namespace

Result<std::vector<PlannedStep>> ReadSteps(const std::string& yaml) {
  std::vector<PlannedStep> steps;
  try {
    for (const auto& step : YAML::Load(yaml)["steps"]) {
      PlannedStep out;
      out.id = step["id"].as<std::string>();
      out.level = step["level"] ? step["level"].as<int>() : 0;
      out.at = step["at"].as<int>();
      out.gap = step["gap"] ? step["gap"].as<int>() : 1;
      out.kind = KindOf(step);
      steps.push_back(std::move(out));
    }
  } catch (const YAML::Exception& fault) {
    return Invalid(std::string("steps of a scenario: ") + fault.what(), "scenarios");
  }
  return steps;
}

}  // namespace relance::notifier
