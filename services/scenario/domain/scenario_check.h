#pragma once

#include <string>
#include <vector>

#include "services/scenario/domain/scenario.h"

namespace relance::scenario {

/// What is wrong with a scenario that can be read: where, and why.
struct ScenarioProblem {
  std::string field;  ///< "steps[2].at", "window", "rules.floor".
  std::string reason;

  bool operator==(const ScenarioProblem&) const = default;
};

/// All problems, in the order of the file; empty for a sound scenario.
std::vector<ScenarioProblem> CheckScenario(const Scenario& scenario);

}  // namespace relance::scenario
