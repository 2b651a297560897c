#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/command_line.h"
#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

Command Completion(const std::string& shell) {
  return {"completion",
          shell,
          "Completions for " + shell + ".",
          {"completion " + shell},
          {},
          [shell](Session& session) -> Result<ExitCode> {
            session.console.Data(CompletionScript(AllCommands(), shell));
            return ExitCode::kOk;
          }};
}

}  // namespace

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (const auto& commands :
       {DevCommands(),     ClockCommands(),   ConfigCommands(),  TopicsCommands(), FeedCommands(),
        AccountCommands(), ClaimCommands(),   CaseCommands(),    NoticeCommands(), TaskCommands(),
        PromiseCommands(), PaymentCommands(), WorkCommands(),    PeopleCommands(), StopCommands(),
        ParkedCommands(),  LawCommands(),     JournalCommands(), ViewCommands(),   StoryCommands(),
        TimeCommands(),    ScenarioCommands()}) {
    all.insert(all.end(), commands.begin(), commands.end());
  }
  for (const char* shell : {"bash", "zsh", "fish"}) all.push_back(Completion(shell));
  return all;
}

}  // namespace relance::cli
