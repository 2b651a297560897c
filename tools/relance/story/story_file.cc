#include "tools/relance/story/story_file.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "services/scenario/adapters/scenario_yaml.h"

namespace relance::cli {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> TextOf(const std::string& file) {
  if (file == "-") return std::string{std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream stream(file, std::ios::binary);
  if (!stream || fs::is_directory(file)) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(stream), {}};
}

/// An error of the engine's reader tells its place as the field "LINE:COLUMN".
Problem ProblemAt(const std::string& file, const Error& error) {
  Problem problem{file, 0, 0, "", error.message};
  const char* end = error.field.data() + error.field.size();
  const auto line = std::from_chars(error.field.data(), end, problem.line);
  if (line.ec == std::errc() && line.ptr != end) {
    std::from_chars(line.ptr + 1, end, problem.column);
  }
  return problem;
}

std::vector<fs::path> ScenarioFilesIn(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

const StoryFiles::Folder& StoryFiles::ScenariosFor(const std::string& file) {
  std::string name = folder_;
  if (name.empty()) {
    name = ((file == "-" ? fs::path() : fs::path(file).parent_path()) / "scenarios").string();
  }
  const auto [at, is_new] = folders_.try_emplace(name);
  Folder& folder = at->second;
  if (!is_new) return folder;
  if (!fs::is_directory(name)) {
    folder.problems.push_back({name, 0, 0, "", "no such folder of scenarios"});
  }
  for (const fs::path& path : ScenarioFilesIn(name)) {
    const auto text = TextOf(path.string());
    const auto read = scenario::ReadScenarioYaml(text.value_or(""));
    for (const auto& problem : read.problems) {
      folder.problems.push_back(
          {path.string(), problem.line, problem.column, problem.field, problem.reason});
    }
    if (!read.problems.empty()) continue;
    if (read.scenario.name != path.stem().string()) {
      folder.problems.push_back({path.string(), 0, 0, "name",
                                 "is '" + read.scenario.name + "', not the name of the file"});
    }
    folder.scenarios[read.scenario.name] = read.scenario;
  }
  return folder;
}

StoryFile StoryFiles::Run(const std::string& file) {
  StoryFile ran{file, {}, {}};
  const auto text = TextOf(file);
  if (!text) {
    ran.problems.push_back({file, 0, 0, "", "cannot be read"});
    return ran;
  }
  const Folder& folder = ScenariosFor(file);
  ran.problems = folder.problems;
  if (!ran.problems.empty()) return ran;
  auto outcome = scenario::CheckStory(*text, folder.scenarios);
  if (outcome) {
    ran.outcome = std::move(*outcome);
  } else {
    ran.problems.push_back(ProblemAt(file, outcome.error()));
  }
  return ran;
}

}  // namespace relance::cli
