#pragma once

#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/scenario.h"

/// Open cases as an accounting department has them on a Wednesday morning in December.
namespace relance::bench {

/// What surrounds the cases: one legal entity in Paris, a contact on every channel.
struct Surroundings {
  Surroundings();
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;

  scenario::Scenario standard;
  scenario::Scenario per_item;
  scenario::Context consolidated_context;
  scenario::Context per_item_context;

  const scenario::Context& Of(const scenario::Case& c) const;
  /// The same after 24 December became a holiday of the country.
  void CloseChristmasEve();
};

/// A case, and the last moment before it at which a notice was planned, with the case as it was.
struct Life {
  scenario::Case now;
  scenario::Case before;  ///< Not settled yet at `planned_at`.
  Instant planned_at{};   ///< Of no meaning without a notice.
  bool has_notice = false;
};

/// The moment at which the cases stand: 2026-12-09 10:00 in Paris, inside the window.
Instant Now();

/// `count` different cases, each told its events and settled at every moment that it asked for, its
/// notices handed over, until Now(). One to five invoices, up to 45 days late or 40 days ahead; one
/// case in ten by the item; one in three with a promise, a dispute, a hold, a payment announced or
/// in part. Those that closed on the way are left out.
std::vector<Life> SomeLives(const Surroundings& around, int count);

}  // namespace relance::bench
