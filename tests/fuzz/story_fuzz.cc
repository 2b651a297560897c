// A story, read but not run: its length is what somebody wrote.
#include "services/scenario/domain/story/story_reader.h"
#include "services/scenario/domain/story/words_of_a_line.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  const auto story = scenario::ReadStory(input);
  if (!story) {
    Expect(!story.error().message.empty(), "a refusal says why");
    return;
  }
  Expect(!story->entities.empty() && !story->debtors.empty(), "a story has somebody to remind");
  for (const auto& event : story->events) {
    scenario::LineWords words(event.text);
    (void)words.Word("kind");
    (void)words.Word("document");
    (void)words.TakeMoney();
    (void)words.TakeDate();
    (void)words.TakeTime();
    (void)words.Number("days");
    (void)words.End();
  }
  for (const auto& line : story->expected) (void)story->Shows(scenario::TextOfLogLine(line));
}

const bool kDeclared = Declare({"story", Run});

}  // namespace
}  // namespace relance::fuzz
