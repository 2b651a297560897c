#pragma once

#include <optional>
#include <string>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// Disputes: time alone never claims a disputed amount; a verdict does, or a credit note.
namespace relance::scenario {

/// The currency of the item in dispute, when the amount of the input is of another one: such an
/// amount is refused and never read as the item's minor units.
std::optional<Currency> CurrencyInstead(const Case& c, const OpenDispute& input);
std::optional<Currency> CurrencyInstead(const Case& c, const DecideDispute& input);

/// A second dispute for the same reason on an item holds nothing before it is approved.
std::optional<Refusal> Handle(Draft& draft, const OpenDispute& input);
std::optional<Refusal> Handle(Draft& draft, const DecideDispute& input);

/// Opens a dispute that waited for approval.
void ApproveDispute(Draft& draft, const std::string& dispute);

/// Credit notes allocated after a verdict release the item when they reach the upheld amount.
void CountForDisputes(Draft& draft, const RecordMoney& money);
void TakeBackFromDisputes(Draft& draft, const ReverseMoney& money);

}  // namespace relance::scenario
