#pragma once

#include <string>

#include "services/scenario/domain/story/story_runner.h"
#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario::testing {

/// Where and what is wrong with one event, told of a case with one open invoice F-1: "3:18: ...".
/// Empty: it can be read.
inline std::string EventError(const std::string& event) {
  const auto outcome = CheckStory(
      "story T\n2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-30\n2026-10-01 08:00 " + event +
          "\n",
      AllScenarios());
  return outcome ? "" : outcome.error().field + ": " + outcome.error().message;
}

}  // namespace relance::scenario::testing
