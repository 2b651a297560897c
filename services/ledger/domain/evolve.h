#pragma once

#include <string>

#include "libs/base/result.h"
#include "services/ledger/domain/books.h"

namespace relance::ledger {

/// Applies one fact of the account. kCorrupt when the fact contradicts the books (its amounts do
/// not follow from them): then nothing was written. Which documents are looked at follows from the
/// fact alone, so that they can be loaded before.
Result<void> Evolve(Books& books, const AccountFact& fact);

/// One intent per document and item, in the order given; an intent without a bound makes that one
/// unbounded. Bounds add up.
std::vector<Intent> MergedIntents(const std::vector<Intent>& intents);

/// The invoice that has this item, and where: nullptr when none has.
struct ItemPlace {
  std::string document;
  size_t index = 0;
};
std::optional<ItemPlace> FindItem(Books& books, const std::string& item);

}  // namespace relance::ledger
