#pragma once

#include <map>
#include <string>

#include "services/scenario/domain/story/story_runner.h"
#include "tools/relance/config/problem.h"

/// Stories as files: what is wrong with one, or how it ended.
namespace relance::cli {

struct StoryFile {
  std::string file;
  std::vector<Problem> problems;   ///< Of the story, or of a scenario that it was to run with.
  scenario::StoryOutcome outcome;  ///< Of use only without problems.

  bool Passed() const { return problems.empty() && outcome.Passed(); }
};

/// Runs story files with the scenarios of a folder, each folder read once.
class StoryFiles {
 public:
  /// Without a folder each story takes the folder `scenarios` beside it.
  explicit StoryFiles(std::string folder) : folder_(std::move(folder)) {}

  /// "-" is the standard input, with the folder `scenarios` of the working directory.
  StoryFile Run(const std::string& file);

 private:
  struct Folder {
    scenario::Scenarios scenarios;
    std::vector<Problem> problems;
  };
  const Folder& ScenariosFor(const std::string& file);

  std::string folder_;
  std::map<std::string, Folder> folders_;
};

}  // namespace relance::cli
