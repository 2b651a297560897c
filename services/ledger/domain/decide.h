#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "services/ledger/domain/books.h"

/// The ledger's rules for one account. None depends on the time of day.
namespace relance::ledger {

/// Why a document cannot take effect, in order of precedence.
enum class DocumentRefusal {
  kContentConflict,  ///< Same document and version, other content.
  kSourceConflict,   ///< The number is known from another source.
  kKindConflict,     ///< A payment became a credit note, a reversal names another receipt.
  kItemTaken,        ///< An item's id belongs to another document ("A/1" of A, and document A/1).
  kUnknownItem,      ///< The invoice has no such maturity.
  kTotalOutOfRange,  ///< The account's sums would not fit 64 bits.
};

/// One word for headers and lists, such as "content_conflict".
std::string_view Word(DocumentRefusal refusal);
/// The field of the document that is at fault.
std::string_view FieldOf(DocumentRefusal refusal);

/// Facts that follow from a document of a feed; none when it was seen before or is outdated.
tl::expected<std::vector<AccountFact>, DocumentRefusal> DecideDocument(Books& books,
                                                                       const Document& document);

}  // namespace relance::ledger
