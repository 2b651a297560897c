#pragma once

#include <optional>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// What the ledger tells: documents, money, reversals, write-offs. The lines of one event: items
/// closed and reopened by id; the cash hold; promises; plans; credited disputes; the close; a
/// crossed message.
namespace relance::scenario {

std::optional<Refusal> Handle(Draft& draft, const RecordInvoice& input);
std::optional<Refusal> Handle(Draft& draft, const RecordMoney& input);
std::optional<Refusal> Handle(Draft& draft, const ReverseMoney& input);
std::optional<Refusal> Handle(Draft& draft, const WriteOff& input);
std::optional<Refusal> Handle(Draft& draft, const ImportHistory& input);

/// What a history of an item that is told late still says. What we have sent ourselves is never
/// forgotten: after it a history may only raise the level. nullopt: nothing new.
std::optional<ImportHistory> NewsOf(const Item& item, ImportHistory told);

}  // namespace relance::scenario
