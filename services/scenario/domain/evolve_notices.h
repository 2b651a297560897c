#pragma once

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/facts.h"

/// Evolve of the facts in the life of a notice (evolve.h).
namespace relance::scenario {

void On(Case& c, const CallTaken& f);
void On(Case& c, const ApprovalGiven& f);
void On(Case& c, const ApprovalVoided& f);
void On(Case& c, const StepBlocked& f);
void On(Case& c, const NoticePlanned& f);
void On(Case& c, const NoticeCleared& f);
void On(Case& c, const NoticeWithdrawn& f);
void On(Case& c, const NoticeCounted& f);
void On(Case& c, const ContactFailed& f);
void On(Case& c, const NoticeFailed& f);
void On(Case& c, const PresentationRecorded& f);
void On(Case& c, const CaseHandedOver& f);

}  // namespace relance::scenario
