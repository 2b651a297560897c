#pragma once

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/facts.h"

/// Evolve of the facts in the life of a thank-you (evolve.h).
namespace relance::scenario {

void On(Case& c, const ThanksOwed& f);
void On(Case& c, const ThankYouPlanned& f);
void On(Case& c, const ThankYouCleared& f);
void On(Case& c, const ThankYouWithdrawn& f);
void On(Case& c, const ThankYouSent& f);
void On(Case& c, const ThankYouFailed& f);

/// One that was not planned yet never will be.
void ForgetThanksOwed(Case& c, Obstacle reason);

}  // namespace relance::scenario
