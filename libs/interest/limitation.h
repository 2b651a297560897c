#pragma once

#include <vector>

#include "libs/base/instant.h"
#include "libs/interest/law_book.h"

namespace relance::interest {

struct LimitationEvent {
  LimitationEventKind kind = LimitationEventKind::kPayment;
  Date on;
};

enum class LimitationEffect {
  kRestarted,    ///< The whole claim has its full time again.
  kNone,         ///< This law gives it no effect, or the time had not begun.
  kAfterExpiry,  ///< Too late: what has expired is not revived.
};

struct WeighedEvent {
  LimitationEvent event;
  LimitationEffect effect = LimitationEffect::kNone;
  Date expires;  ///< The last day of the claim, once the event counts.
};

struct Limitation {
  Date first_expiry;                 ///< Without any event.
  Date expires;                      ///< The last day on which the claim can be brought to court.
  std::vector<WeighedEvent> events;  ///< By date.
};

/// When a claim that was due on `due` expires. Events of one day are weighed in the order given;
/// their order changes nothing but the report.
Limitation LimitationOf(const LimitationRule& rule, Date due, std::vector<LimitationEvent> events);

/// The same date `years` later; 29 February becomes the 28th in a common year.
Date YearsAfter(Date day, int years);

}  // namespace relance::interest
