#pragma once

#include <utility>

#include "services/scenario/domain/candidates.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/evolve.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// A decision being taken: every fact is applied at once, so that the next rule sees it. An item
/// that was looked up before an Add is as it was before it (`Paged`): after it, look again.
class Draft {
 public:
  Draft(Case& c, const Context& context, Instant now)
      : case_(c), context_(context), moment_(context, now) {}

  const Case& c() const { return case_; }
  const Context& context() const { return context_; }
  const Scenario& scenario() const { return *context_.scenario; }
  const Rules& rules() const { return context_.scenario->rules; }
  const Moment& moment() const { return moment_; }
  Instant now() const { return moment_.now; }
  /// Of the legal entity.
  Date today() const { return moment_.today; }
  /// The n-th business day of the entity strictly after `date`.
  Date BusinessDaysAfter(Date date, int n) const {
    return context_.entity_calendar.AddBusinessDays(date, n);
  }

  void Add(CaseFact fact) {
    Apply(case_, fact);
    facts_.push_back(std::move(fact));
  }
  void Ask(Task task) {
    task.asked_at = now();
    Add(TaskAsked{std::move(task)});
  }
  CaseFacts Take() { return std::move(facts_); }

 private:
  Case& case_;
  const Context& context_;
  const Moment moment_;
  CaseFacts facts_;
};

}  // namespace relance::scenario
