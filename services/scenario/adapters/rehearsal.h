#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/configuration/store.h"
#include "libs/journal/record.h"
#include "services/scenario/adapters/scenario_journal.h"

namespace relance::scenario {

/// What the newest configuration of a store would have sent, had it been active from the beginning
/// of a partition: the service's own decisions on journals that were recorded, with a notifier that
/// hands over at once. Nothing leaves, and nothing is written.
///
/// Of the scenario's own journal, the acts of people are repeated (repeated_acts.h), and stops.
class Rehearsal {
 public:
  Rehearsal(ConfigurationStore& configurations, int partition);

  /// The accepted records of both journals, each in order. At one moment the ledger speaks first:
  /// people act on what is known.
  void Play(const std::vector<journal::Record>& ledger,
            const std::vector<journal::Record>& scenario);
  /// Everything that falls due up to `end`, which included.
  void PassUntil(Instant end);

  /// Notices in the order in which they left; `cleared_at_ms` is when.
  const std::vector<v1::NoticeCleared>& sent() const { return sent_; }
  /// What kept it from being played as it would have been; empty when all is well.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  using Effects = std::vector<journal::Effect>;

  void FollowLedger(const journal::Record& record);
  void RepeatActs(const journal::Record& record);
  void Begin(Instant now);
  void Take(const journal::Input& input, Instant now, std::vector<std::string> touched = {});
  Effects Decide(const journal::Input& input, std::vector<std::string> touched);
  void Fold(const Effects& effects, std::vector<std::string>& touched);
  void KeepWakeUps();
  void Command(const v1::ScenarioInput& command, const std::string& actor,
               const std::string& entity = "*");
  void Repeat(const AccountId& account, const CaseFact& fact);
  void Repeat(const v1::StopSwitched& switched);
  void LookForNotices(const Effects& effects);
  void HandOver(const AccountId& account, const std::string& notice);

  ConfigurationStore& configurations_;
  Rulebook rulebook_;
  const int partition_;
  ScenarioJournal domain_;
  journal::Documents documents_;
  std::set<std::string> wake_ups_;  ///< Members of the index, the earliest first.
  std::deque<std::pair<AccountId, std::string>> planned_;
  bool begun_ = false;
  Instant now_{};
  uint64_t sequence_ = 0;
  uint64_t followed_ = 0;  ///< Sequence of the ledger.
  std::vector<v1::NoticeCleared> sent_;
  std::vector<std::string> problems_;
};

}  // namespace relance::scenario
