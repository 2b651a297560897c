#include "tests/sim/suite/story_play.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "tests/sim/suite/host.h"
#include "tests/sim/suite/proof.h"
#include "tests/sim/suite/story_inputs.h"
#include "tests/sim/suite/story_log.h"

namespace relance::sim {
namespace {

using scenario::StoryEvent;

std::vector<StoryEvent> InTime(const scenario::Story& story) {
  std::vector<StoryEvent> events = story.events;
  std::ranges::stable_sort(events, {}, &StoryEvent::at);
  return events;
}

/// Before anything happens in the story.
Instant Beginning(const std::vector<StoryEvent>& events) {
  return events.empty() ? Instant{} : events.front().at - std::chrono::minutes(1);
}

class Player {
 public:
  Player(const scenario::Story& story, const std::map<std::string, std::string>& yaml)
      : story_(story),
        events_(InTime(story)),
        inputs_(story),
        suite_(1, Beginning(events_), inputs_.Configuration(yaml)) {
    suite_.SetClock(Beginning(events_));
    inputs_.See(suite_.mails());
  }

  Played Play() {
    Deliver(inputs_.MasterData());
    Rest();
    while (const auto moment = NextMoment()) {
      suite_.SetClock(*moment);
      for (; at_ < events_.size() && events_[at_].at == *moment; ++at_) Happen(events_[at_]);
      Rest();
    }
    names_.account = inputs_.account();
    names_.zone = story_.entities.front().zone;
    names_.callbacks = inputs_.callbacks();
    Note(suite_.failures());
    Note(suite_.alarms());
    for (const Service service : kServices) {
      for (const auto& parked : suite_.host(service).parked()) {
        // Another content of a known version: told to a person, and nothing to the case.
        if (parked.find(" content_conflict ") == parked.npos) troubles_.push_back(parked);
      }
    }
    return {LogOf(ChainOf(suite_, kScenario), names_), troubles_};
  }

 private:
  void Note(const std::vector<std::string>& troubles) {
    troubles_.insert(troubles_.end(), troubles.begin(), troubles.end());
  }

  Instant End() const {
    const Zone& zone = story_.entities.front().zone;
    if (story_.until) return zone.StartOfDay(*story_.until + std::chrono::days(1)) - Millis{1};
    return events_.empty() ? Instant{} : events_.back().at;
  }

  std::optional<Instant> NextMoment() {
    std::optional<Instant> next = suite_.NextMoment();
    if (next && *next <= suite_.now()) {
      troubles_.push_back("a moment does not pass: " + FormatInstant(*next));
      return std::nullopt;
    }
    if (at_ < events_.size()) next = std::min(next.value_or(Instant::max()), events_[at_].at);
    return next && *next <= End() ? next : std::nullopt;
  }

  void Happen(const StoryEvent& event) {
    if (event.text == "down" || event.text == "up") {
      return suite_.SetDown(kScenario, event.text == "down");
    }
    if (event.text == "notifier down" || event.text == "notifier up") {
      return suite_.SetDown(kNotifier, event.text == "notifier down");
    }
    const auto told = inputs_.Of(event);
    if (!told) return troubles_.push_back(told.error().message);
    for (const Told& one : *told) Deliver(one);
  }

  /// Events of one instant arrive in their order: what the ledger or the notifier has heard comes
  /// to the scenario before a command that was told after it.
  void Deliver(const Told& told) {
    if (told.service == kScenario) {
      if (somebody_spoke_) suite_.StepToEnd(kScenario);
      somebody_spoke_ = false;
      const CommandId id = suite_.NewId();
      suite_.Command(kScenario, id, told.content, told.by);
      names_.commands[id] = told.about;
      return;
    }
    if (told.is_command) {
      suite_.Command(told.service, suite_.NewId(), told.content, told.by);
    } else {
      suite_.Feed(told.content);
    }
    suite_.StepToEnd(told.service);
    somebody_spoke_ = true;
  }

  void Rest() {
    somebody_spoke_ = false;
    const std::string stuck = suite_.Settle();
    if (!stuck.empty()) troubles_.push_back(FormatInstant(suite_.now()) + ": " + stuck);
  }

  const scenario::Story& story_;
  const std::vector<StoryEvent> events_;
  StoryInputs inputs_;
  Suite suite_;
  StoryNames names_;
  size_t at_ = 0;
  bool somebody_spoke_ = false;
  std::vector<std::string> troubles_;
};

}  // namespace

Played PlayStory(const scenario::Story& story, const std::map<std::string, std::string>& yaml) {
  return Player(story, yaml).Play();
}

}  // namespace relance::sim
