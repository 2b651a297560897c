#include "tools/relance/config/problem.h"

namespace relance::cli {

std::string ToString(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) {
    text += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
  }
  text += ": ";
  if (!problem.field.empty()) text += problem.field + ": ";
  return text + problem.reason;
}

}  // namespace relance::cli
