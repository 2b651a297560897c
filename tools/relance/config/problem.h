#pragma once

#include <string>

namespace relance::cli {

/// Where a configuration file is wrong, and why. Lines and columns count from 1; 0: the whole file.
struct Problem {
  std::string file;
  int line = 0;
  int column = 0;
  std::string field;
  std::string reason;

  bool operator==(const Problem&) const = default;
};

/// "legal_entities.yaml:12:5: zone: no such zone"
std::string ToString(const Problem& problem);

}  // namespace relance::cli
