#include "services/scenario/domain/story/story_runner.h"

#include <algorithm>
#include <utility>

#include "services/scenario/domain/log.h"
#include "services/scenario/domain/story/story_events.h"

namespace relance::scenario {
namespace {

/// While the scenario service is down, events wait; they happen, in order, when it is up again.
class Run {
 public:
  Run(const Story& story, StoryWorld& world) : story_(story), world_(world) {
    events_ = story.events;
    std::stable_sort(events_.begin(), events_.end(),
                     [](const StoryEvent& a, const StoryEvent& b) { return a.at < b.at; });
    const Zone& zone = story.entities.front().zone;
    if (story.until) {
      end_ = zone.StartOfDay(*story.until + std::chrono::days(1)) - Millis{1};
    } else if (!events_.empty()) {
      end_ = events_.back().at;
    }
  }

  Result<void> ToTheEnd() {
    while (const auto moment = NextMoment()) {
      world_.SetNow(*moment);
      for (; at_ < events_.size() && events_[at_].at == *moment; ++at_) {
        const auto happened = Happen(events_[at_]);
        if (!happened) return happened;
      }
      if (up_) world_.SettleAll();
    }
    return {};
  }

  /// Events after the end have no line in the log, but have to be readable.
  Result<void> ReadTheRest() {
    std::vector<StoryEvent> rest = std::exchange(waiting_, {});
    rest.insert(rest.end(), events_.begin() + static_cast<std::ptrdiff_t>(at_), events_.end());
    for (const StoryEvent& event : rest) {
      if (event.text == "down" || event.text == "up") continue;
      world_.SetNow(std::max(world_.now(), event.at));
      const auto happened = relance::scenario::Happen(world_, event);
      if (!happened) return happened;
    }
    return {};
  }

 private:
  std::optional<Instant> NextMoment() const {
    std::optional<Instant> next;
    if (at_ < events_.size()) next = events_[at_].at;
    const auto wake_up = up_ ? world_.NextMoment() : std::nullopt;
    if (wake_up && (!next || *wake_up < *next)) next = wake_up;
    return next && *next <= end_ ? next : std::nullopt;
  }

  Result<void> Happen(const StoryEvent& event) {
    if (event.text == "down") {
      up_ = false;
      return {};
    }
    if (event.text == "up") {
      up_ = true;
      for (const StoryEvent& late : std::exchange(waiting_, {})) {
        const auto happened = relance::scenario::Happen(world_, late);
        if (!happened) return happened;
      }
      return {};
    }
    if (up_) return relance::scenario::Happen(world_, event);
    waiting_.push_back(event);
    return {};
  }

  const Story& story_;
  StoryWorld& world_;
  std::vector<StoryEvent> events_;
  std::vector<StoryEvent> waiting_;
  size_t at_ = 0;
  bool up_ = true;
  Instant end_{};
};

}  // namespace

Result<std::vector<std::string>> RunStory(const Story& story, const Scenarios& scenarios) {
  auto world = StoryWorld::Make(story, scenarios);
  if (!world) return tl::unexpected(world.error());
  Run run(story, *world);
  auto ran = run.ToTheEnd();
  std::vector<std::string> log = world->log();
  if (ran) ran = run.ReadTheRest();
  if (!ran) return tl::unexpected(ran.error());
  return log;
}

std::string StoryOutcome::Difference() const {
  // Longest common subsequence, from the end: short logs, so the table is small.
  const size_t n = expected.size();
  const size_t m = happened.size();
  std::vector<std::vector<size_t>> common(n + 1, std::vector<size_t>(m + 1, 0));
  for (size_t i = n; i-- > 0;) {
    for (size_t j = m; j-- > 0;) {
      common[i][j] = expected[i] == happened[j] ? common[i + 1][j + 1] + 1
                                                : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string text;
  size_t i = 0;
  size_t j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && expected[i] == happened[j]) {
      text += "  " + expected[i++] + "\n";
      ++j;
    } else if (j >= m || (i < n && common[i + 1][j] >= common[i][j + 1])) {
      text += "- " + expected[i++] + "\n";
    } else {
      text += "+ " + happened[j++] + "\n";
    }
  }
  return text;
}

Result<StoryOutcome> CheckStory(std::string_view text, const Scenarios& scenarios) {
  const auto story = ReadStory(text);
  if (!story) return tl::unexpected(story.error());
  auto log = RunStory(*story, scenarios);
  if (!log) return tl::unexpected(log.error());
  std::erase_if(
      *log, [&](const std::string& line) { return !story->Shows(KindOf(TextOfLogLine(line))); });
  return StoryOutcome{story->title, story->expected, std::move(*log)};
}

}  // namespace relance::scenario
