#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/session.h"
#include "tools/relance/story/story_file.h"

namespace relance::cli {
namespace {

void ShowLines(Session& session, const std::string& lines) {
  size_t begin = 0;
  for (size_t end = lines.find('\n'); end != std::string::npos; end = lines.find('\n', begin)) {
    session.console.Data(lines.substr(begin, end - begin));
    begin = end + 1;
  }
}

void Show(Session& session, const StoryFile& story) {
  if (session.console.json()) {
    auto problems = nlohmann::ordered_json::array();
    for (const Problem& problem : story.problems) {
      problems.push_back({{"file", problem.file},
                          {"line", problem.line},
                          {"column", problem.column},
                          {"field", problem.field},
                          {"reason", problem.reason}});
    }
    const nlohmann::ordered_json line = {{"file", story.file},
                                         {"title", story.outcome.title},
                                         {"ok", story.Passed()},
                                         {"expected", story.outcome.expected},
                                         {"happened", story.outcome.happened},
                                         {"problems", problems}};
    return session.console.Data(
        line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  }
  if (!story.problems.empty()) return;
  if (story.Passed()) return session.console.Data("ok " + story.file);
  session.console.Data("different " + story.file + ": " + story.outcome.title);
  ShowLines(session, story.outcome.Difference());
}

/// A malformed story outweighs a different one: what it tells is not known.
Result<ExitCode> Run(Session& session) {
  StoryFiles files(session.arguments.Text("--scenarios"));
  int different = 0;
  int malformed = 0;
  std::set<std::string> said;
  const auto names = session.arguments.Many("FILE");
  for (const std::string& name : names) {
    const StoryFile story = files.Run(name);
    Show(session, story);
    for (const Problem& problem : story.problems) {
      if (said.insert(ToString(problem)).second) session.console.Say(ToString(problem));
    }
    if (!story.problems.empty()) {
      ++malformed;
    } else if (!story.Passed()) {
      ++different;
    }
  }
  if (malformed + different == 0) return ExitCode::kOk;
  session.console.Fail(std::to_string(different) + " of " + std::to_string(names.size()) +
                           " stories differ, " + std::to_string(malformed) + " cannot be run",
                       "");
  return malformed > 0 ? ExitCode::kBadData : ExitCode::kFailure;
}

}  // namespace

std::vector<Command> StoryCommands() {
  return {
      {"story",
       "run",
       "Run stories through the engine: ok, or what differs; exit code 1 when one does.",
       {"story run tests/stories/a-promise-is-kept.story",
        "story run --scenarios deploy/config/scenarios my.story"},
       {{"FILE", "story files; - is the standard input", Parameter::Kind::kMany, "", true},
        {"--scenarios", "folder of scenario files; without it, `scenarios` beside each story"}},
       Run},
  };
}

}  // namespace relance::cli
