#include "services/ledger/domain/allocation.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "libs/money/money.h"
#include "services/ledger/domain/booking.h"
#include "services/ledger/domain/claim_acts.h"
#include "services/ledger/domain/evolve.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

/// What may be paid of what an intent names; an error when that is not known.
struct OpenOf {
  Currency currency;
  int64_t open = 0;
};
tl::expected<OpenOf, AllocationRefusal> FindOpen(Books& books, const Intent& intent) {
  const Invoice* invoice = books.FindInvoice(intent.document);
  if (invoice == nullptr || !invoice->known) {
    return tl::unexpected(AllocationRefusal::kUnknownDocument);
  }
  OpenOf sum{invoice->currency, 0};
  bool exists = intent.item.empty();
  for (const BookedItem& item : invoice->items) {
    if (!Means(intent.item, item.id)) continue;
    exists = true;
    sum.open += item.Payable();
  }
  if (!exists) return tl::unexpected(AllocationRefusal::kUnknownItem);
  return sum;
}

/// What a document has to have open for the amounts named of it: those of its items go first.
std::optional<int64_t> WantedOf(const std::vector<Intent>& intents, const Intent& intent) {
  std::vector<int64_t> amounts{intent.amount};
  for (const Intent& other : intents) {
    const bool of_item = intent.item.empty() && !other.item.empty();
    if (of_item && other.document == intent.document) amounts.push_back(other.amount);
  }
  return CheckedSum(amounts);
}

/// The document and the item, where the id of an item stands in place of its document.
Intent Resolved(Books& books, Intent intent) {
  const Invoice* invoice = books.FindInvoice(intent.document);
  if (!intent.item.empty() || (invoice != nullptr && invoice->known)) return intent;
  if (const auto place = FindItem(books, intent.document)) {
    intent.item = std::exchange(intent.document, place->document);
  }
  return intent;
}

using Allocations = tl::expected<std::vector<AccountFact>, AllocationRefusal>;

/// The first refusal in order of precedence, over all intents; their amounts are of `currency`.
std::optional<AllocationRefusal> RefusalOf(Books& books, const Receipt& receipt,
                                           const std::vector<Intent>& intents,
                                           const Currency& currency) {
  std::vector<int64_t> wanted;
  std::optional<AllocationRefusal> first;
  const auto refuse = [&](AllocationRefusal refusal) {
    if (!first || refusal < *first) first = refusal;
  };
  for (const Intent& intent : intents) {
    const auto found = FindOpen(books, intent);
    if (!found) {
      refuse(found.error());
      continue;
    }
    const bool one_currency = found->currency == receipt.currency && currency == receipt.currency;
    if (!one_currency) refuse(AllocationRefusal::kOtherCurrency);
    if (found->open == 0) refuse(AllocationRefusal::kNothingOpen);
    const auto of_document = intent.amount == 0 ? 0 : WantedOf(intents, intent);
    if (!of_document || *of_document > found->open) refuse(AllocationRefusal::kExceedsOpen);
    wanted.push_back(intent.amount);
  }
  const auto sum = CheckedSum(wanted);
  if (!sum || *sum > receipt.rest) refuse(AllocationRefusal::kExceedsRest);
  return first;
}

}  // namespace

std::string_view Word(AllocationRefusal refusal) {
  switch (refusal) {
    case AllocationRefusal::kRole:
      return "role";
    case AllocationRefusal::kNothingNamed:
      return "nothing_named";
    case AllocationRefusal::kUnknownReceipt:
      return "unknown_receipt";
    case AllocationRefusal::kReversed:
      return "reversed";
    case AllocationRefusal::kNothingLeft:
      return "nothing_left";
    case AllocationRefusal::kUnknownDocument:
      return "unknown_document";
    case AllocationRefusal::kUnknownItem:
      return "unknown_item";
    case AllocationRefusal::kOtherCurrency:
      return "other_currency";
    case AllocationRefusal::kNothingOpen:
      return "nothing_open";
    case AllocationRefusal::kExceedsOpen:
      return "exceeds_open";
    case AllocationRefusal::kExceedsRest:
      return "exceeds_rest";
  }
  return "unknown";
}

std::string_view FieldOf(AllocationRefusal refusal) {
  switch (refusal) {
    case AllocationRefusal::kRole:
      return "role";
    case AllocationRefusal::kUnknownReceipt:
    case AllocationRefusal::kReversed:
    case AllocationRefusal::kNothingLeft:
      return "receipt";
    case AllocationRefusal::kNothingNamed:
    case AllocationRefusal::kUnknownDocument:
    case AllocationRefusal::kUnknownItem:
    case AllocationRefusal::kOtherCurrency:
    case AllocationRefusal::kNothingOpen:
    case AllocationRefusal::kExceedsOpen:
    case AllocationRefusal::kExceedsRest:
      return "targets";
  }
  return "";
}

bool MayAllocate(std::string_view role) {
  return MayAct(ClaimActKind::kBill, role);
}

Allocations DecideAllocation(Books& books, const AllocationOrder& order, std::string_view role) {
  using No = tl::unexpected<AllocationRefusal>;
  std::vector<Intent> named;
  for (const Intent& intent : order.intents) named.push_back(Resolved(books, intent));
  std::vector<Intent> intents = MergedIntents(named);
  const Receipt* receipt = books.FindReceipt(order.receipt);
  if (!MayAllocate(role)) return No(AllocationRefusal::kRole);
  if (intents.empty()) return No(AllocationRefusal::kNothingNamed);
  if (receipt == nullptr || !receipt->known) return No(AllocationRefusal::kUnknownReceipt);
  if (receipt->reversed) return No(AllocationRefusal::kReversed);
  if (receipt->rest == 0) return No(AllocationRefusal::kNothingLeft);
  const Currency& currency = order.currency ? *order.currency : receipt->currency;
  if (const auto refusal = RefusalOf(books, *receipt, intents, currency)) return No(*refusal);

  Booking booking(books);
  const int64_t rest = receipt->rest;
  // Amounts that were named come first, those of one item before those of a whole document: what is
  // unbounded takes what they leave.
  const auto urgency = [](const Intent& i) { return std::tuple(i.amount == 0, i.item.empty()); };
  std::ranges::stable_sort(intents, {}, urgency);
  for (const Intent& intent : intents) {
    booking.Pay(order.receipt, intent, intent.amount == 0 ? rest : intent.amount);
  }
  return booking.Take();
}

}  // namespace relance::ledger
