#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/result.h"
#include "services/scenario/domain/story/story_world.h"
#include "services/scenario/domain/story/words_of_a_line.h"

/// Takes a value out of a Result, or leaves the function with its error.
#define RELANCE_TAKE(variable, expression)                              \
  auto variable##_read = (expression);                                  \
  if (!variable##_read) return tl::unexpected(variable##_read.error()); \
  auto variable = std::move(*variable##_read)

namespace relance::scenario {

/// One event being read: its verb, the words after it, and the case that it is about.
struct Event {
  StoryWorld& world;
  StoryWorld::Account& account;
  LineWords words;
  std::string verb;

  Date Today() const { return world.Today(account); }
  /// Tells the case; a refusal is a line of the log: "refuse VERB SUBJECT REASON".
  Result<void> Tell(const CaseInput& input, const std::string& subject);
  Result<void> TellAll(const std::vector<CaseInput>& inputs, const std::string& subject);
  void Told(std::optional<RefusalReason> refused, const std::string& subject);
  /// One or more items or documents, with commas.
  Result<std::vector<std::string>> References();
  Result<Channel> TakeChannel();
};

using EventHandler = std::function<Result<void>(Event&)>;

// The verbs of the language, by what they are about.
std::map<std::string, EventHandler> LedgerVerbs();
std::map<std::string, EventHandler> PeopleVerbs();
std::map<std::string, EventHandler> PlatformVerbs();

}  // namespace relance::scenario
