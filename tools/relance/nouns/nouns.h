#pragma once

#include <vector>

#include "tools/relance/shell/command.h"

namespace relance::cli {

/// The commands of each noun.
std::vector<Command> AccountCommands();
std::vector<Command> CaseCommands();
std::vector<Command> ClaimCommands();
std::vector<Command> ClockCommands();
std::vector<Command> ConfigCommands();
std::vector<Command> DevCommands();
std::vector<Command> FeedCommands();
std::vector<Command> JournalCommands();
std::vector<Command> LawCommands();
std::vector<Command> NoticeCommands();
std::vector<Command> ParkedCommands();
std::vector<Command> PaymentCommands();
std::vector<Command> PeopleCommands();
std::vector<Command> PromiseCommands();
std::vector<Command> ScenarioCommands();
std::vector<Command> StopCommands();
std::vector<Command> StoryCommands();
std::vector<Command> TaskCommands();
std::vector<Command> TimeCommands();
std::vector<Command> TopicsCommands();
std::vector<Command> ViewCommands();
std::vector<Command> WorkCommands();

/// All of them, in the order of the help.
std::vector<Command> AllCommands();

}  // namespace relance::cli
