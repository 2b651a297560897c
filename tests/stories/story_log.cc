// Prints the whole log of stories, for programs that compare it: "== FILE", then its lines.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "services/scenario/adapters/scenario_yaml.h"
#include "services/scenario/domain/story/story_runner.h"

namespace relance::scenario {
namespace {

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Scenarios ScenariosIn(const std::string& folder) {
  Scenarios scenarios;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto scenario = ParseScenarioYaml(TextOf(entry.path()));
    if (scenario) scenarios[scenario->name] = *scenario;
  }
  return scenarios;
}

void Print(const std::string& file, const Scenarios& scenarios) {
  std::cout << "== " << file << '\n';
  const auto story = ReadStory(TextOf(file));
  const auto log = story ? RunStory(*story, scenarios) : tl::unexpected(story.error());
  if (!log) std::cout << "! " << log.error().field << ": " << log.error().message << '\n';
  for (const std::string& line : log ? *log : std::vector<std::string>{}) std::cout << line << '\n';
}

}  // namespace
}  // namespace relance::scenario

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: story_log SCENARIOS < names of story files\n";
    return 64;
  }
  const auto scenarios = relance::scenario::ScenariosIn(argv[1]);
  for (std::string file; std::getline(std::cin, file);) relance::scenario::Print(file, scenarios);
  return 0;
}
