#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/result.h"
#include "services/scenario/domain/scenario.h"

/// Scenario files: the YAML that people write, read into values.
namespace relance::scenario {

/// Where a file is wrong, and why. Lines and columns count from 1; 0: the file as a whole.
struct ScenarioFileProblem {
  int line = 0;
  int column = 0;
  std::string field;  ///< "steps[2].at".
  std::string reason;

  bool operator==(const ScenarioFileProblem&) const = default;
};

/// "12:5: steps[2].at: must rise from one step to the next".
std::string ToString(const ScenarioFileProblem& problem);

struct ScenarioFile {
  Scenario scenario;                                  ///< Of use only without problems.
  std::vector<ScenarioFileProblem> problems;          ///< In the order of the file.
  std::map<std::string, std::pair<int, int>> places;  ///< Line and column of each field.

  /// Line and column of a field, or of what holds it.
  std::pair<int, int> PlaceOf(std::string field) const;
};

/// Reads the text of one file and checks what it says. An unknown key is a problem, with the key
/// that was probably meant.
ScenarioFile ReadScenarioYaml(std::string_view text);

/// The same, as a Result: kInvalid with the first problem.
Result<Scenario> ParseScenarioYaml(std::string_view text);

}  // namespace relance::scenario
