#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/planning.h"

/// Which items have a due step, and what may be claimed in all.
namespace relance::scenario {

/// An item, or an instalment of a plan, whose next step is due.
struct Candidate {
  std::string id;
  const Item* item = nullptr;  ///< nullptr for an instalment.
  /// Of the scenario, which outlives it; an instalment's own; none where it is only shown.
  std::shared_ptr<const Step> step;
  int rank = 0;  ///< Position of the step in the scenario; -1 for an instalment.
  std::optional<Forced> forced;
  Currency currency;
  int64_t amount = 0;  ///< Claimable, or what is missing for the instalment.
  Date due{};
  int reached = 0;               ///< Level before the step.
  int level = 0;                 ///< Level after it.
  bool moves = true;             ///< False for a forced step before the one reached.
  const Tries* tries = nullptr;  ///< Of that step; nullptr: none that failed.

  bool IsOrdinary() const { return step->IsOrdinary() && !forced; }
};

/// By level descending, due date, id: the order of lines in a notice.
bool ComesBefore(const Candidate& a, const Candidate& b);

/// Counts in what is claimed of a case: overdue, not held, and asked for at all in this scenario.
bool IsClaimable(const Case& c, const Item& item, const Scenario& scenario, Date today);

/// Of one currency: what is claimable, and what is not allocated.
struct Totals {
  int64_t overdue = 0;
  int64_t credits = 0;

  int64_t Exposure() const { return overdue - credits; }
};

/// The moment of an evaluation, by the calendars of both zones.
struct Moment {
  Instant now{};
  Date today{};         ///< Of the legal entity.
  Date debtor_today{};  ///< Of the debtor.
  std::string except;   ///< A notice to look away from: the one being cleared.

  Moment(const Context& context, Instant at, std::string except_notice = "");
  bool HasBegun(Date date) const { return today >= date && debtor_today >= date; }
};

std::map<Currency, Totals> TotalsOf(const Case& c, const Scenario& scenario, const Moment& moment);

/// The step that an item takes next, if it may take one at all: forced, or the next in order that
/// neither expired nor is ended by the cap. Neither holds nor dates are looked at.
struct NextOne {
  const Step* step = nullptr;
  std::optional<Forced> forced;
};
NextOne NextFor(const Scenario& scenario, const Item& item, Date today);

/// Items and instalments with a due step and nothing that holds them, by id. Empty in litigation
/// and insolvency.
std::vector<Candidate> Gather(const Case& c, const Context& context, const Moment& moment);

}  // namespace relance::scenario
