#pragma once

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "services/scenario/domain/story/story_runner.h"
#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario::testing {

/// The lines of a story reduced to what it shows. A story needs no title here; a broken one fails
/// the test with its reason.
inline std::vector<std::string> Told(const std::string& body) {
  const std::string title = body.starts_with("story ") ? "" : "story Told in a test\n";
  const auto outcome = CheckStory(title + body, AllScenarios());
  EXPECT_TRUE(outcome) << outcome.error().message;
  return outcome ? outcome->happened : std::vector<std::string>{};
}

}  // namespace relance::scenario::testing
