#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/scenario/domain/story/story_reader.h"

namespace relance::sim {

struct Played {
  /// As the scenario's journal tells them, by account; "" for the one that a story need not name.
  std::map<std::string, std::vector<std::string>> logs;
  std::vector<std::string> troubles;  ///< What went wrong beside the log; empty when nothing did.
};

/// Plays a story through ledger, scenario and notifier under a development clock:
/// each event at its own time, and everything that follows from it before the next. `yaml`: the
/// scenario files, by name.
Played PlayStory(const scenario::Story& story, const std::map<std::string, std::string>& yaml);

}  // namespace relance::sim
