#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/journal/documents.h"

namespace relance::scenario {

/// The answer to a question about documents that are all in memory: one that nobody wrote yet is
/// known to be absent, and it is asked again.
template <class Question>
auto OnKnown(journal::Documents& documents, const Question& question) {
  while (true) {
    std::vector<std::string> missing;
    decltype(question()) answer;
    {
      const journal::Documents::Attempt attempt(documents);
      answer = question();
      missing = attempt.missing();
    }
    if (missing.empty()) return answer;
    for (const auto& key : missing) documents.Install(key, std::nullopt);
  }
}

}  // namespace relance::scenario
