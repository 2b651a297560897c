#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/command_id.h"
#include "libs/calendar/zone.h"
#include "libs/journal/record.h"

/// The log of a case, in the words of stories, from what the scenario's journal says.
namespace relance::sim {

/// What a story knows and a journal does not say in its words.
struct StoryNames {
  AccountId account;
  Zone zone;                                     ///< In which the log tells time.
  std::map<CommandId, std::string> commands;     ///< "promise PR-1": what a refusal is about.
  std::map<std::string, std::string> callbacks;  ///< Their times as written.
};

std::vector<std::string> LogOf(const std::vector<journal::Record>& scenario_chain,
                               const StoryNames& names);

}  // namespace relance::sim
