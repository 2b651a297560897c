#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/facts.h"
#include "services/scenario/domain/inputs.h"
#include "services/scenario/domain/story/story_ledger.h"
#include "services/scenario/domain/story/story_reader.h"

namespace relance::scenario {

/// Scenarios by name.
using Scenarios = std::map<std::string, Scenario>;

/// The cases of a story, what surrounds them, and the log that they write.
class StoryWorld {
 public:
  struct Entity {
    const StoryEntity* told = nullptr;
    bool stopped = false;
    bool stale = false;
    std::set<Channel> channels_stopped;
  };
  struct Debtor {
    const StoryDebtor* told = nullptr;
    std::vector<Contact> contacts;
  };
  struct Account {
    Entity* entity = nullptr;
    Debtor* debtor = nullptr;
    Case c;
    StoryLedger ledger;
    std::vector<std::string> handed_over;          ///< Notices, the last one last.
    std::map<std::string, std::string> callbacks;  ///< Their times as written.
  };

  /// kInvalid when the story names an unknown scenario or setting.
  static Result<StoryWorld> Make(const Story& story, const Scenarios& scenarios);

  /// nullptr for an unknown one; empty parts are the first entity, the first debtor.
  Account* Find(const std::string& entity, const std::string& debtor);
  /// Every case of a debtor, by "ENTITY/DEBTOR".
  std::vector<Account*> OfDebtor(const Account& account);
  const Scenario* FindScenario(const std::string& name) const;
  const Zone& zone() const { return story_->entities.front().zone; }

  void SetNow(Instant now) { now_ = now; }
  Instant now() const { return now_; }
  Date Today(const Account& account) const;

  /// Decides one input and writes its lines. nullopt, or why it was refused.
  std::optional<RefusalReason> Tell(Account& account, const CaseInput& input);
  void Write(const Account& account, const std::string& text);

  bool notifier_up = true;
  /// Every notice that waited is cleared and handed over, or withdrawn, in the order planned.
  void OpenQueue();

  /// Timers, evaluation and levels of every case.
  void SettleAll();
  /// The next moment of any case after now.
  std::optional<Instant> NextMoment() const;

  const std::vector<std::string>& log() const { return log_; }

 private:
  Context ContextOf(const Account& account) const;
  void WriteFacts(Account& account, const CaseFacts& facts);
  void EvaluateAccount(Account& account);
  void HandOver(Account& account, const std::string& notice);
  void HandOverThanks(Account& account);

  const Story* story_ = nullptr;
  Scenarios scenarios_;
  std::map<std::string, Entity> entities_;
  std::map<std::string, Debtor> debtors_;
  std::map<std::string, Account> accounts_;  ///< By "ENTITY/DEBTOR".
  std::string first_;
  Instant now_{};
  std::vector<std::string> log_;
  std::vector<std::pair<std::string, std::string>> queue_;  ///< Account and notice, as planned.
};

}  // namespace relance::scenario
