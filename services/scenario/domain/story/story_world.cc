#include "services/scenario/domain/story/story_world.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "libs/base/instant.h"
#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/evolve.h"
#include "services/scenario/domain/log.h"
#include "services/scenario/domain/scenario_check.h"
#include "services/scenario/domain/scenario_settings.h"
#include "services/scenario/domain/settle.h"
#include "services/scenario/domain/timers.h"

namespace relance::scenario {
namespace {

std::string TwoDigits(int64_t value) {
  std::string text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

std::string LocalTime(const Zone& zone, Instant t) {
  const int64_t seconds =
      std::chrono::duration_cast<std::chrono::seconds>(zone.TimeOfDay(t)).count();
  return FormatDate(zone.DateOf(t)) + " " + TwoDigits(seconds / 3600) + ":" +
         TwoDigits(seconds / 60 % 60) + ":" + TwoDigits(seconds % 60);
}

/// A story may ask what a rule would do that no scenario may have; but its scenarios stay those of
/// their files, and a cap is a day or more.
Result<void> Set(Scenario& scenario, const StorySetting& setting) {
  if (setting.key == "name") return Invalid("a scenario keeps the name of its file");
  if (auto set = SetScalar(scenario, setting.key, setting.value); !set) return set;
  if (setting.key.starts_with("rules.")) return {};
  for (const ScenarioProblem& problem : CheckScenario(scenario)) {
    if (problem.field == setting.key) return Invalid(setting.key + ": " + problem.reason);
  }
  return {};
}

}  // namespace

Result<StoryWorld> StoryWorld::Make(const Story& story, const Scenarios& scenarios) {
  StoryWorld world;
  world.story_ = &story;
  world.scenarios_ = scenarios;
  for (auto& [name, scenario] : world.scenarios_) {
    for (const StorySetting& setting : story.settings) {
      const auto set = Set(scenario, setting);
      if (!set) return tl::unexpected(AtPlace(set.error(), setting.place));
    }
  }
  if (!scenarios.contains(story.scenario)) {
    const auto error = Invalid("no scenario is named '" + story.scenario + "'");
    return tl::unexpected(AtPlace(error.value(), story.scenario_place));
  }
  for (const StoryEntity& entity : story.entities) {
    world.entities_[entity.code].told = &entity;
  }
  for (const StoryDebtor& debtor : story.debtors) {
    world.debtors_[debtor.id] = Debtor{&debtor, debtor.contacts};
  }
  for (auto& [code, entity] : world.entities_) {
    for (auto& [id, debtor] : world.debtors_) {
      Account& account = world.accounts_[code + "/" + id];
      account.entity = &entity;
      account.debtor = &debtor;
      account.c.id = AccountId{code, id};
    }
  }
  world.first_ = story.entities.front().code + "/" + story.debtors.front().id;
  return world;
}

StoryWorld::Account* StoryWorld::Find(const std::string& entity, const std::string& debtor) {
  const std::string code = entity.empty() ? story_->entities.front().code : entity;
  const std::string id = debtor.empty() ? story_->debtors.front().id : debtor;
  const auto at = accounts_.find(code + "/" + id);
  return at == accounts_.end() ? nullptr : &at->second;
}

std::vector<StoryWorld::Account*> StoryWorld::OfDebtor(const Account& account) {
  std::vector<Account*> found;
  for (auto& [name, other] : accounts_) {
    if (other.debtor == account.debtor) found.push_back(&other);
  }
  return found;
}

const Scenario* StoryWorld::FindScenario(const std::string& name) const {
  const auto at = scenarios_.find(name);
  return at == scenarios_.end() ? nullptr : &at->second;
}

Date StoryWorld::Today(const Account& account) const {
  return account.entity->told->zone.DateOf(now_);
}

Context StoryWorld::ContextOf(const Account& account) const {
  Context context;
  context.scenario = FindScenario(WantedScenario(account.c, ScenarioRef{story_->scenario, 0}).name);
  context.entity_zone = account.entity->told->zone;
  context.entity_calendar = account.entity->told->calendar;
  context.entity_stopped = account.entity->stopped;
  context.channels_stopped = account.entity->channels_stopped;
  context.feed_stale = account.entity->stale;
  context.debtor_zone = account.debtor->told->zone;
  context.debtor_calendar = account.debtor->told->calendar;
  context.contacts = account.debtor->contacts;
  context.pressure = story_->pressure;
  for (const auto& [name, other] : accounts_) {
    if (&other == &account || other.debtor != account.debtor) continue;
    for (const auto& [day, count] : other.c.messages) context.messages_elsewhere[day] += count;
  }
  return context;
}

void StoryWorld::Write(const Account& account, const std::string& text) {
  const std::string name = ToString(account.c.id);
  log_.push_back(LocalTime(zone(), now_) + (name == first_ ? "" : " @" + name) + " " + text);
}

void StoryWorld::WriteFacts(Account& account, const CaseFacts& facts) {
  for (const CaseFact& fact : facts) {
    std::string line = LogLine(account.c, fact);
    const auto* asked = std::get_if<TaskAsked>(&fact);
    if (asked != nullptr && asked->task.kind == TaskKind::kCallback) {
      const std::string& id = asked->task.subject;
      line = "task callback " + id + " due " + account.callbacks[id];
    }
    if (!line.empty()) Write(account, line);
  }
}

std::optional<RefusalReason> StoryWorld::Tell(Account& account, const CaseInput& input) {
  const auto decided = DecideInPlace(account.c, input, ContextOf(account), now_);
  if (!decided) return decided.error().reason;
  WriteFacts(account, *decided);
  return std::nullopt;
}

void StoryWorld::HandOver(Account& account, const std::string& notice) {
  Tell(account, ClearNotice{notice});
  if (account.c.notices.at(notice).state != NoticeState::kCleared) return;
  Tell(account, NoticeHandedOver{notice});
  account.handed_over.push_back(notice);
}

/// What the timers planned leaves before anything that this evaluation sends.
void StoryWorld::HandOverThanks(Account& account) {
  if (!notifier_up || !account.c.thanks || !account.c.thanks->IsPending()) return;
  const std::string notice = account.c.thanks->notice;
  Tell(account, ClearNotice{notice});
  if (account.c.thanks->state == ThankYouState::kCleared) Tell(account, NoticeHandedOver{notice});
}

void StoryWorld::OpenQueue() {
  notifier_up = true;
  for (const auto& [name, notice] : std::exchange(queue_, {})) HandOver(accounts_.at(name), notice);
}

void StoryWorld::EvaluateAccount(Account& account) {
  const Context context = ContextOf(account);
  Evaluation evaluation(account.c, context, now_);
  while (const auto facts = evaluation.Next()) {
    WriteFacts(account, *facts);
    for (const CaseFact& fact : *facts) {
      const auto* planned = std::get_if<NoticePlanned>(&fact);
      if (planned == nullptr) continue;
      if (notifier_up) {
        HandOver(account, planned->notice.id);
      } else {
        Write(account, QueueLine(planned->notice));
        queue_.emplace_back(ToString(account.c.id), planned->notice.id);
      }
    }
  }
}

void StoryWorld::SettleAll() {
  std::vector<std::tuple<int, std::string, Account*>> order;
  for (auto& [name, account] : accounts_) {
    WriteFacts(account, TimersInPlace(account.c, ContextOf(account), now_));
    HandOverThanks(account);
  }
  for (auto& [name, account] : accounts_) {
    order.emplace_back(-HighestLevelDue(account.c, ContextOf(account), now_), name, &account);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [level, name, account] : order) EvaluateAccount(*account);
  for (auto& [name, account] : accounts_) {
    const CaseFacts facts = TellLevel(account.c);
    Apply(account.c, facts);
    WriteFacts(account, facts);
  }
}

std::optional<Instant> StoryWorld::NextMoment() const {
  std::optional<Instant> next;
  for (const auto& [name, account] : accounts_) {
    const auto moment = relance::scenario::NextMoment(account.c, ContextOf(account), now_);
    if (moment && (!next || *moment < *next)) next = moment;
  }
  return next;
}

}  // namespace relance::scenario
