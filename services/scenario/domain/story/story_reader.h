#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/calendar/calendar.h"
#include "libs/calendar/zone.h"
#include "services/scenario/domain/context.h"

/// Stories: what happens to a debtor and what must be done, one file each, line by line.
namespace relance::scenario {

struct StoryEntity {
  std::string code = "FR01";
  Zone zone;
  Calendar calendar;
};

struct StoryDebtor {
  std::string id = "D42";
  Zone zone;
  Calendar calendar;
  std::vector<Contact> contacts;
};

/// A place in the text of a story, from 1.
struct StoryPlace {
  int line = 1;
  int column = 1;
};

struct StorySetting {
  std::string key;
  std::string value;
  StoryPlace place{};
};

struct StoryEvent {
  StoryPlace place{};  ///< Of the text.
  Instant at{};
  std::string entity;  ///< Empty: the first.
  std::string debtor;
  std::string text;  ///< "payment P-1 12000.00 EUR for F-1", as written.
};

struct Story {
  std::string title;
  std::string scenario = "std-fr";
  StoryPlace scenario_place{};
  std::vector<StoryEntity> entities;  ///< At least one.
  std::vector<StoryDebtor> debtors;   ///< At least one.
  std::optional<int> pressure;
  std::vector<StorySetting> settings;  ///< Of the scenario.
  std::vector<std::string> show;       ///< Kinds; empty without a `show` line.
  std::optional<Date> until;
  std::vector<StoryEvent> events;     ///< In file order.
  std::vector<std::string> expected;  ///< Without "=> ".

  /// The kinds of log lines that are compared.
  bool Shows(std::string_view kind) const;
};

/// An error about a place: its field is "LINE:COLUMN".
Error AtPlace(const Error& error, StoryPlace place);

/// kInvalid, at its place, for what is not a story.
Result<Story> ReadStory(std::string_view text);

/// Time, case and text of a log line: the text begins with the kind.
std::string_view TextOfLogLine(std::string_view line);

}  // namespace relance::scenario
