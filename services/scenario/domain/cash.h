#pragma once

#include "services/scenario/domain/draft.h"
#include "services/scenario/domain/inputs.h"

/// Money that nobody has allocated yet.
namespace relance::scenario {

/// What is left of a receipt after a booking. Cash equal to an open item of its currency, or a
/// tenth of the overdue of it, holds the case until it is allocated; once per receipt.
void RecordRest(Draft& draft, const RecordMoney& money);
void RecordReversedRest(Draft& draft, const ReverseMoney& money);

}  // namespace relance::scenario
