#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/draft.h"
#include "services/scenario/domain/facts.h"
#include "services/scenario/domain/group_tests.h"

namespace relance::scenario {

/// One evaluation of a case, group by group: calls in scenario order; then formal notices, approved
/// and forced steps and hand-overs, the last in the scenario first, each step in a notice of its
/// own; then the ordinary message (with per_item one for each item: step level descending, due
/// date, id). After each action what is due is looked at again, but no group twice.
class Evaluation {
 public:
  /// `c` takes the facts as they come and may take others in between: of a notice handed over at
  /// once. It must not lose items meanwhile.
  Evaluation(Case& c, const Context& context, Instant now);

  /// The facts of the next group that has any, already applied. nullopt: no group is left, or the
  /// debtor's window is closed.
  std::optional<CaseFacts> Next();

 private:
  enum class Phase { kCalls, kOwn, kOrdinary, kItems, kDone };

  std::optional<Group> NextGroup();
  std::optional<Group> NextCall();
  std::optional<Group> NextOwn();
  std::optional<Group> NextOrdinary();
  std::optional<Group> NextItem();
  CaseFacts Act(const Group& group);
  /// What is due, looked at again after each action.
  const std::vector<Candidate>& Due();

  Case& case_;
  const Context& context_;
  Moment moment_;
  std::optional<std::map<Currency, Totals>> totals_;  ///< As they were before the first action.
  std::optional<std::vector<Candidate>> due_;
  Phase phase_;
  size_t at_ = 0;  ///< Steps looked at in this phase, twice as many with forced ones apart.
  std::deque<Candidate> items_;  ///< With per_item: still to be looked at.
};

/// All groups, one after the other.
CaseFacts Evaluate(const Case& c, const Context& context, Instant now);

/// The same evaluation at hand-over: NoticeCleared with the content of now, or NoticeWithdrawn; of
/// a thank-you ThankYouCleared or ThankYouWithdrawn. Empty when it is not pending.
CaseFacts Clear(const Case& c, const std::string& notice, const Context& context, Instant now);

/// The highest level of a step that is due now, open window or not; -1 when none is. Of all cases
/// of one instant the highest is evaluated first.
int HighestLevelDue(const Case& c, const Context& context, Instant now);

}  // namespace relance::scenario
