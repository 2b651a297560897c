#include "services/scenario/domain/story/story_events.h"

#include <utility>

#include "libs/money/quoted.h"
#include "services/scenario/domain/story/story_event.h"

namespace relance::scenario {
namespace {

const std::map<std::string, EventHandler>& Verbs() {
  static const std::map<std::string, EventHandler> verbs = [] {
    std::map<std::string, EventHandler> all = LedgerVerbs();
    all.merge(PeopleVerbs());
    all.merge(PlatformVerbs());
    return all;
  }();
  return verbs;
}

Result<void> HappenTo(Event& event) {
  RELANCE_TAKE(verb, event.words.Word("an event"));
  event.verb = verb;
  const auto handler = Verbs().find(verb);
  if (handler == Verbs().end()) return Invalid("unknown event " + Quoted(verb));
  const auto happened = handler->second(event);
  return happened ? event.words.End() : happened;
}

}  // namespace

Result<void> Event::Tell(const CaseInput& input, const std::string& subject) {
  Told(world.Tell(account, input), subject);
  return {};
}

Result<void> Event::TellAll(const std::vector<CaseInput>& inputs, const std::string& subject) {
  for (const CaseInput& input : inputs) Told(world.Tell(account, input), subject);
  return {};
}

void Event::Told(std::optional<RefusalReason> refused, const std::string& subject) {
  if (!refused) return;
  world.Write(account, "refuse " + verb + " " + subject + " " + std::string(Word(*refused)));
}

Result<std::vector<std::string>> Event::References() {
  std::vector<std::string> references;
  do {
    RELANCE_TAKE(reference, words.Word("an item or a document"));
    references.push_back(reference);
  } while (words.Skip(","));
  return references;
}

Result<Channel> Event::TakeChannel() {
  RELANCE_TAKE(word, words.Word("a channel"));
  const auto channel = ChannelOf(word);
  if (!channel) return Invalid("no such channel: " + Quoted(word));
  return *channel;
}

Result<void> Happen(StoryWorld& world, const StoryEvent& event) {
  StoryWorld::Account* account = world.Find(event.entity, event.debtor);
  if (account == nullptr) {
    const auto error = Invalid("no such case: " + Quoted(event.entity + "/" + event.debtor));
    return tl::unexpected(AtPlace(error.value(), event.place));
  }
  Event told{world, *account, LineWords(event.text), ""};
  const auto happened = HappenTo(told);
  if (happened) return {};
  const int column = event.place.column + told.words.Column() - 1;
  return tl::unexpected(AtPlace(happened.error(), {event.place.line, column}));
}

}  // namespace relance::scenario
