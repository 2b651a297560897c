#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libs/base/result.h"

namespace relance::devbroker {

struct Options {
  int port = 0;  ///< A fixed bootstrap port beside the one the broker chooses; 0: none.
  int partitions = 4;
  std::string topics = "deploy/kafka/topics.yaml";
  std::vector<std::pair<std::string, int>> extra_topics;
  std::string ready_file;
};

Result<Options> ParseOptions(const std::vector<std::string>& arguments);

/// Runs the embedded broker until SIGTERM or SIGINT; those must be blocked in every thread. Writes
/// the ready file {"bootstrap", "installation_id", "pid"} once all topics exist.
Result<void> Run(const Options& options);

}  // namespace relance::devbroker
