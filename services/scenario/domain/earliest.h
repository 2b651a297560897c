#pragma once

#include <optional>
#include <vector>

#include "services/scenario/domain/candidates.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/planning.h"

namespace relance::scenario {

/// The earliest of several moments after that of `moment`.
class Earliest {
 public:
  Earliest(const Context& context, const Moment& moment) : context_(context), moment_(moment) {}

  void At(Instant t) {
    if (t > moment_.now && (!first_ || t < *first_)) first_ = t;
  }
  /// 00:00 of a date in the entity's zone. The earliest date is remembered and converted once.
  void OnDate(Date date) { Keep(date_, date, date > moment_.today); }
  /// 00:00 of the day after, for what includes a date.
  void After(Date date) { OnDate(date + std::chrono::days(1)); }
  /// The first open moment of a date: of a step.
  void OnStepDate(Date date) { Keep(step_date_, date, !moment_.HasBegun(date)); }
  /// When one of them ends.
  void AfterHolds(const std::vector<Hold>& holds) {
    for (const Hold& hold : holds) {
      if (!hold.escalated) After(hold.until);
    }
  }

  std::optional<Instant> Take() {
    if (date_) At(context_.entity_zone.StartOfDay(*date_));
    if (step_date_) At(FirstMomentOf(*step_date_, context_));
    return first_;
  }

 private:
  static void Keep(std::optional<Date>& first, Date date, bool ahead) {
    if (ahead && (!first || date < *first)) first = date;
  }

  const Context& context_;
  const Moment& moment_;
  std::optional<Instant> first_;
  std::optional<Date> date_;
  std::optional<Date> step_date_;
};

}  // namespace relance::scenario
