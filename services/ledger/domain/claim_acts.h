#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "services/ledger/domain/books.h"

namespace relance::ledger {

/// One maturity as a statement computed it: the receipts up to the statement's day, in any order.
struct ComputedItem {
  std::string item;
  int64_t amount = 0;
  Date due{};
  std::vector<Share> receipts;

  bool operator==(const ComputedItem&) const = default;
};

/// What a statement says of one document. All maturities are in it.
struct ComputedClaim {
  int64_t version = 0;  ///< Of the document.
  Currency currency;
  Date as_of{};
  std::vector<ComputedItem> items;
  int64_t claimed = 0;  ///< Interest still owed and indemnity, in minor units.
};

/// The same, of the books as they are.
ComputedClaim BasisOf(const Invoice& invoice, Date as_of);

/// What a person wants done with the claim of one document.
struct ClaimOrder {
  std::string document;
  ClaimActKind kind = ClaimActKind::kBill;
  std::string id;  ///< Of the command.
  std::string reason;
  std::string statement;  ///< As it was computed, in the words of the contract.
  ComputedClaim computed;
};

struct Person {
  std::string name;
  std::string role;
};

/// Why an act on a claim is refused, in order of precedence.
enum class ClaimRefusal {
  kRole,      ///< Their role may not do this.
  kNoReason,  ///< Who waives says why.
  kUnknownDocument,
  kInTheFuture,  ///< The statement counts days that have not come.
  kStale,        ///< The books have changed since the statement was computed.
  kNothingLeft,  ///< All of it was billed or waived, or there was no delay.
};

std::string_view Word(ClaimRefusal refusal);
/// The field of the command that is at fault.
std::string_view FieldOf(ClaimRefusal refusal);

/// Collectors bill; to waive takes a lead, legal or admin. Operators may do both, readers nothing.
bool MayAct(ClaimActKind kind, std::string_view role);

/// What is neither billed nor waived of `claimed`; never negative.
int64_t LeftOf(const Claim* claim, int64_t claimed, const Currency& currency);

/// Bills or waives what is left of a document's claim. No fact when this command did so before.
tl::expected<std::vector<AccountFact>, ClaimRefusal> DecideClaimAct(Books& books,
                                                                    const ClaimOrder& order,
                                                                    const Person& by, Instant now);

}  // namespace relance::ledger
