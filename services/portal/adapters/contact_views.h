#pragma once

#include "services/portal/adapters/view.h"
#include "services/portal/adapters/words.h"
#include "services/portal/app/read_account.h"

/// Pages that lead to a person: what this portal cannot record by itself is written or told.
namespace relance::portal {

/// What is booked, what is still overdue, and how to make reminders wait for a transfer.
View AlreadyPaidView(const Words& words, const AccountPage& page);

/// What to say about an invoice that is not right, and which ones are being checked.
View ProblemView(const Words& words, const AccountPage& page);

}  // namespace relance::portal
