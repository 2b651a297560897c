#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "services/ledger/domain/books.h"

/// What people say money is for that no feed allocated.
namespace relance::ledger {

/// Why a person's allocation is refused, in order of precedence.
enum class AllocationRefusal {
  kRole,
  kNothingNamed,
  kUnknownReceipt,
  kReversed,
  kNothingLeft,  ///< The receipt is allocated in full.
  kUnknownDocument,
  kUnknownItem,
  kOtherCurrency,
  kNothingOpen,
  kExceedsOpen,
  kExceedsRest,
};

std::string_view Word(AllocationRefusal refusal);
/// The field of the command that is at fault.
std::string_view FieldOf(AllocationRefusal refusal);

/// What a person wants done with the rest of a receipt.
struct AllocationOrder {
  std::string receipt;
  /// One without an amount pays what is open, up to the rest. `document` may be an item's id.
  std::vector<Intent> intents;
  std::optional<Currency> currency;  ///< Of the amounts; none: the receipt's.
};

/// Who bills a claim may allocate; who only reads, or is a debtor, may not.
bool MayAllocate(std::string_view role);

/// A person allocates the rest of a receipt: all that is named, or nothing.
tl::expected<std::vector<AccountFact>, AllocationRefusal> DecideAllocation(
    Books& books, const AllocationOrder& order, std::string_view role);

}  // namespace relance::ledger
