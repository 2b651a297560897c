#pragma once

#include <string>
#include <string_view>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"
#include "services/scenario/domain/draft.h"
#include "services/scenario/domain/facts.h"
#include "services/scenario/domain/inputs.h"

/// When a payment is thanked for, and when not after all.
namespace relance::scenario {

/// What to say of a payment: the whole of it, and the day on which the money was there.
ThanksOwed ThanksFor(const Case& c, const RecordMoney& payment);

/// At the first open moment. Whether it may leave is for its clearance to say.
void PlanThanks(Draft& draft);

/// One that is planned will not be wanted any more.
void WithdrawThanks(Draft& draft, Obstacle reason);

/// The notice is the newest thank-you of the case.
bool IsThankYou(const Case& c, std::string_view notice);

/// At hand-over: ThankYouCleared for the first contact of role billing with an e-mail address, or
/// ThankYouWithdrawn. Empty when it is not pending.
CaseFacts ClearThankYou(const Case& c, const Context& context, Instant now);

/// It was handed over. One that was withdrawn meanwhile has left all the same.
void TellThanksSent(Draft& draft);

/// The contact did not take it, or it came back. It is not tried elsewhere: he paid, and a
/// thank-you is owed to nobody twice.
void TellThanksFailed(Draft& draft, std::string_view contact);

/// For a person: "a thank-you for 800.00 EUR received on 2026-10-02 was handed over on 2026-10-02".
std::string WordsOf(const ThankYou& thanks);

}  // namespace relance::scenario
