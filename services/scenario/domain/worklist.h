#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/scenario/domain/case.h"

/// The open tasks of cases as collectors work them off: what is at stake, since when, whose they
/// are.
namespace relance::scenario {

/// Who does a task, and from when on, as people arranged it.
struct Arrangement {
  std::string owner;                    ///< Empty: nobody took it.
  std::optional<Date> postponed_until;  ///< Not shown before that day.
  std::string why;                      ///< It was postponed.
  std::string asked_by;                 ///< Of an approval: somebody else gives it.

  bool operator==(const Arrangement&) const = default;
};
using Arrangements = std::map<std::string, Arrangement>;  ///< By Task::Key().

/// Who asked for what waits for approval; empty: nobody is known to. He does not approve it.
std::string AuthorOf(const Arrangements& arrangements, const std::string& subject);
/// The task of an approval: "approve PL-1".
std::string ApprovalKey(const std::string& subject);

struct WorkItem {
  AccountId account;
  std::string key;  ///< Task::Key(), which names the task within its account.
  Task task;
  Arrangement arrangement;
  std::optional<Money> at_stake;   ///< The task's amount, else what is open of its items, else the
                                   ///< largest overdue sum of the case.
  std::optional<Date> oldest_due;  ///< Of what is at stake.
  bool alert = false;              ///< A promised callback whose moment has passed.

  bool IsPostponed(Date today) const;
};

/// The open tasks of one case, in the order of their keys. `now` decides what has passed.
std::vector<WorkItem> WorkOf(const Case& c, const Arrangements& arrangements, Instant now,
                             Date today);

/// Missed callbacks first; then the larger amount, compared in whole units of its currency without
/// conversion; then the older due date; then the longer wait.
void Rank(std::vector<WorkItem>& work);

/// Why it stands where it stands, for people: "callback missed", "12400.00 EUR", "45 days overdue".
std::vector<std::string> ReasonsOf(const WorkItem& item, Date today);

template <class Archive>
void Describe(Archive& archive, Arrangement& v) {
  archive(v.owner, v.postponed_until, v.why, v.asked_by);
}

}  // namespace relance::scenario
