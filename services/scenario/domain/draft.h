#pragma once

#include <utility>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/evolve.h"
#include "services/scenario/domain/facts.h"

namespace relance::scenario {

/// A decision being taken: every fact is applied at once, so that the next rule sees it.
class Draft {
 public:
  Draft(Case& c, const Context& context, Instant now)
      : case_(c), context_(context), now_(now), today_(context.Today(now)) {}

  const Case& c() const { return case_; }
  const Context& context() const { return context_; }
  const Scenario& scenario() const { return *context_.scenario; }
  const Rules& rules() const { return context_.scenario->rules; }
  Instant now() const { return now_; }
  /// Of the legal entity.
  Date today() const { return today_; }
  /// The n-th business day of the entity strictly after `date`.
  Date BusinessDaysAfter(Date date, int n) const {
    return context_.entity_calendar.AddBusinessDays(date, n);
  }

  void Add(CaseFact fact) {
    Apply(case_, fact);
    facts_.push_back(std::move(fact));
  }
  void Ask(Task task) {
    task.asked_at = now_;
    Add(TaskAsked{std::move(task)});
  }
  CaseFacts Take() { return std::move(facts_); }

 private:
  Case& case_;
  const Context& context_;
  Instant now_;
  Date today_;
  CaseFacts facts_;
};

}  // namespace relance::scenario
