// A story, read and run. Its length is what somebody wrote, so what is run of it is clipped: so
// many events, so many days.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/archive.h"
#include "services/scenario/domain/story/story_events.h"
#include "services/scenario/domain/story/story_runner.h"
#include "services/scenario/domain/story/words_of_a_line.h"
#include "services/scenario/domain/testing/scenarios.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/story_promises.h"

namespace relance::fuzz {
namespace {

using scenario::Story;
using scenario::StoryEvent;
using scenario::StoryWorld;
using std::chrono::days;

using Lines = std::vector<std::string>;

constexpr size_t kMostEvents = 60;
constexpr size_t kMostCases = 3;
constexpr int kMostDays = 200;  ///< From the first event to the last, and again to the end.

const scenario::Scenarios& AllScenarios() {
  static const scenario::Scenarios scenarios = scenario::testing::AllScenarios();
  return scenarios;
}

void ReadTheWords(const Story& story) {
  for (const StoryEvent& event : story.events) {
    scenario::LineWords words(event.text);
    (void)words.Word("kind");
    (void)words.Word("document");
    (void)words.TakeMoney();
    (void)words.TakeDate();
    (void)words.TakeTime();
    (void)words.Number("days");
    (void)words.End();
  }
  for (const auto& line : story.expected) (void)story.Shows(scenario::TextOfLogLine(line));
}

/// What can be run in a moment. Of an event that cannot be read nothing happens: it is left out.
Story Clipped(Story story) {
  if (story.entities.size() > kMostCases) story.entities.resize(kMostCases);
  if (story.debtors.size() > kMostCases) story.debtors.resize(kMostCases);
  if (story.events.size() > kMostEvents) story.events.resize(kMostEvents);
  std::stable_sort(story.events.begin(), story.events.end(),
                   [](const StoryEvent& a, const StoryEvent& b) { return a.at < b.at; });
  if (story.events.empty()) return story;
  const Instant end = story.events.front().at + days(kMostDays);
  std::erase_if(story.events, [&](const StoryEvent& event) { return event.at > end; });
  const Date last = std::chrono::floor<days>(story.events.back().at) + days(kMostDays);
  if (story.until && *story.until > last) story.until = last;
  return story;
}

/// Events that the language does not know end a run with an error; a run says at which line. They
/// are left out, one after the other, until the rest is a story.
std::optional<Lines> RunWhatCanBeRead(Story& story) {
  for (size_t tries = 0; tries <= kMostEvents; ++tries) {
    auto log = scenario::RunStory(story, AllScenarios());
    if (log) return std::move(*log);
    Expect(!log.error().message.empty(), "a refusal says why");
    const int line = std::atoi(log.error().field.c_str());
    const size_t removed = std::erase_if(
        story.events, [&](const StoryEvent& event) { return event.place.line == line; });
    if (removed == 0) return std::nullopt;  // Of the header: a scenario or a setting.
  }
  return std::nullopt;
}

/// A case is written, read, and goes on as the one that was read.
void Restore(StoryWorld::Account& account) {
  auto restored = Decode<scenario::Case>(Encode(account.c));
  Expect(restored.has_value(), "a case can be read as it was written");
  Expect(*restored == account.c, "a case is read as it was written");
  account.c = std::move(*restored);
}

/// The same story, moment by moment: every case restored at each, every moment settled twice.
Lines RunWithRestarts(const Story& story) {
  auto world = StoryWorld::Make(story, AllScenarios());
  Expect(world.has_value(), "a story that ran can run again");
  Instant end = story.events.back().at;
  if (story.until) end = world->zone().StartOfDay(*story.until + days(1)) - Millis{1};
  size_t at = 0;
  Instant before = Instant::min();
  while (true) {
    std::optional<Instant> moment = world->NextMoment();
    if (at < story.events.size() && (!moment || story.events[at].at < *moment)) {
      moment = story.events[at].at;
    }
    if (!moment || *moment > end) return world->log();
    Expect(*moment >= before, "no wake-up is in the past");
    before = *moment;
    world->SetNow(*moment);
    for (; at < story.events.size() && story.events[at].at == *moment; ++at) {
      (void)Happen(*world, story.events[at]);
    }
    world->SettleAll();
    const size_t told = world->log().size();
    for (const auto& entity : story.entities) {
      for (const auto& debtor : story.debtors) Restore(*world->Find(entity.code, debtor.id));
    }
    world->SettleAll();
    Expect(world->log().size() == told, "settling twice adds nothing");
  }
}

bool IsEverDown(const Story& story) {
  return std::any_of(story.events.begin(), story.events.end(), [](const StoryEvent& event) {
    return event.text == "down" || event.text == "up";
  });
}

void Run(std::string_view input) {
  const auto read = scenario::ReadStory(input);
  if (!read) {
    Expect(!read.error().message.empty(), "a refusal says why");
    return;
  }
  Expect(!read->entities.empty() && !read->debtors.empty(), "a story has somebody to remind");
  ReadTheWords(*read);
  Story story = Clipped(*read);
  const auto log = RunWhatCanBeRead(story);
  if (!log || story.events.empty()) return;
  Expect(*scenario::RunStory(story, AllScenarios()) == *log, "a story runs twice alike");
  if (!IsEverDown(story)) {
    Expect(RunWithRestarts(story) == *log, "starting again anywhere changes nothing");
  }
  ExpectPromisesOf(story, AllScenarios(), *log);
}

const bool kDeclared = Declare({"story", Run});

}  // namespace
}  // namespace relance::fuzz
