#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "services/scenario/domain/story/story_reader.h"
#include "services/scenario/domain/story/story_world.h"

namespace relance::scenario {

/// The whole log of a story, line by line. kInvalid, at its place, for what cannot be read, also
/// after the end.
Result<std::vector<std::string>> RunStory(const Story& story, const Scenarios& scenarios);

/// What a story expects against what happened, both reduced to the kinds that it shows.
struct StoryOutcome {
  std::string title;
  std::vector<std::string> expected;
  std::vector<std::string> happened;

  bool Passed() const { return expected == happened; }
  /// Lines missing ("-") and lines too many ("+") among those that agree (" ").
  std::string Difference() const;
};

/// Reads a story from its text and runs it.
Result<StoryOutcome> CheckStory(std::string_view text, const Scenarios& scenarios);

}  // namespace relance::scenario
