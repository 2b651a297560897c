#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/interest/claim.h"
#include "services/ledger/domain/books.h"

/// What the delay of an account's documents costs: the books as the law of late payment sees them.
namespace relance::ledger {

/// The law and the policies under which documents are claimed.
struct ClaimTerms {
  std::string profile;
  std::optional<interest::Rate> contractual_rate;
  interest::Allocation allocation = interest::Allocation::kPrincipalFirst;
  bool in_insolvency = false;
};

/// A document to claim; `invoice` is known.
struct ClaimedDocument {
  std::string document;
  Invoice invoice;
};

/// What one maturity costs. Interest is computed on what receipts left open of it, day by day.
struct ItemCost {
  std::string document;
  int64_t version = 0;
  interest::DocumentClaim cost;  ///< Its `document` is the item's id.
};

struct LateClaim {
  std::string law_book;
  Date as_of{};
  std::vector<ItemCost> items;  ///< By due date, then id.
  std::vector<interest::ClaimTotals> totals;
};

/// Which maturities a claim shows.
enum class ClaimScope {
  kLate,  ///< Those that were late.
  kAll,   ///< All of the documents.
};

/// The claim of documents as of the end of a day. A document with several maturities has its
/// indemnity once, on the first that was late, by the sum of those that were. Errors of
/// interest::Compute, the item named in the message.
Result<LateClaim> ComputeLateClaim(const interest::LawBook& book, const ClaimTerms& terms,
                                   std::span<const ClaimedDocument> documents, Date as_of,
                                   ClaimScope scope);

}  // namespace relance::ledger
