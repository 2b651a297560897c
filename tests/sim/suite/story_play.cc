#include "tests/sim/suite/story_play.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

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
  struct Account {
    StoryInputs inputs;
    StoryNames names;
  };

 public:
  Player(const scenario::Story& story, const std::map<std::string, std::string>& yaml)
      : story_(story),
        events_(InTime(story)),
        suite_(1, Beginning(events_), ConfigurationOf(story, yaml)) {
    suite_.SetClock(Beginning(events_));
    for (const auto& entity : story.entities) {
      for (const auto& debtor : story.debtors) {
        Account& account = accounts_.emplace_back(Account{StoryInputs(entity, debtor), {}});
        account.inputs.See(suite_.mails());
        account.names.account = account.inputs.account();
        account.names.zone = story.entities.front().zone;
      }
    }
  }

  Played Play() {
    for (Account& account : accounts_) Deliver(account.inputs.MasterData(), account);
    Rest();
    while (const auto moment = NextMoment()) {
      suite_.SetClock(*moment);
      for (; at_ < events_.size() && events_[at_].at == *moment; ++at_) Happen(events_[at_]);
      Rest();
    }
    Note(suite_.failures());
    Note(suite_.alarms());
    for (const Service service : kServices) {
      for (const auto& parked : suite_.host(service).parked()) {
        // Another content of a known version: told to a person, and nothing to the case.
        if (parked.find(" content_conflict ") == parked.npos) troubles_.push_back(parked);
      }
    }
    Played played{{}, troubles_};
    for (Account& account : accounts_) {
      account.names.callbacks = account.inputs.callbacks();
      const std::string mark =
          &account == &accounts_.front() ? "" : ToString(account.names.account);
      played.logs[mark] = LogOf(ChainOf(suite_, kScenario), account.names);
    }
    return played;
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
    // A contact is of the debtor: every legal entity hears of it.
    const bool of_debtor = event.text.starts_with("contact ");
    for (Account& account : accounts_) {
      const AccountId& id = account.names.account;
      const bool same_debtor = id.account == Or(event.debtor, story_.debtors.front().id);
      const bool same_entity = id.entity == Or(event.entity, story_.entities.front().code);
      if (!same_debtor || (!same_entity && !of_debtor)) continue;
      const auto told = account.inputs.Of(event);
      if (!told) return troubles_.push_back(told.error().message);
      for (const Told& one : *told) Deliver(one, account);
    }
  }

  static const std::string& Or(const std::string& named, const std::string& first) {
    return named.empty() ? first : named;
  }

  /// Events of one instant arrive in their order: what the ledger or the notifier has heard comes
  /// to the scenario before a command that was told after it.
  void Deliver(const Told& told, Account& account) {
    if (told.service == kScenario) {
      if (somebody_spoke_) suite_.StepToEnd(kScenario);
      somebody_spoke_ = false;
      const CommandId id = suite_.NewId();
      suite_.Command(kScenario, id, told.content, told.by);
      account.names.commands[id] = told.about;
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
  Suite suite_;
  std::deque<Account> accounts_;  ///< The first is the one that a story need not name.
  size_t at_ = 0;
  bool somebody_spoke_ = false;
  std::vector<std::string> troubles_;
};

}  // namespace

Played PlayStory(const scenario::Story& story, const std::map<std::string, std::string>& yaml) {
  return Player(story, yaml).Play();
}

}  // namespace relance::sim
