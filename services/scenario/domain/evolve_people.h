#pragma once

#include <string>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/facts.h"

/// Evolve of what people did about a case (evolve.h).
namespace relance::scenario {

void On(Case& c, const StepForced& f);
void On(Case& c, const ForceAsked& f);
void On(Case& c, const ForceEnded& f);
void On(Case& c, const CallRecorded& f);
void On(Case& c, const ConductNoted& f);
void On(Case& c, const ProfileSet& f);

/// Requests for steps that will not come: the case left the scenario, or nothing is automatic now.
void ForgetForceRequests(Case& c);
/// An item was closed: nothing is left to ask for it.
void ForgetForceRequestsOf(Case& c, const std::string& item);
/// The payment that closed an item was none: it comes back open.
void ForgetPaymentOf(Case& c, const std::string& item);

}  // namespace relance::scenario
