#include "services/ledger/domain/booking.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "services/ledger/domain/evolve.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

/// What is left of an allocation when those intents have had theirs that name its item by itself.
int64_t BeyondItsItem(const Receipt& receipt, const Allocation& allocation) {
  int64_t amount = allocation.amount;
  for (const Intent& intent : receipt.intents) {
    if (intent.document != allocation.document || intent.item.empty()) continue;
    if (!Means(intent.item, allocation.item)) continue;
    amount = intent.amount == 0 ? 0 : std::max<int64_t>(0, amount - intent.amount);
  }
  return amount;
}

/// What `receipt` has paid on account of `intent`. Money for an item that is named by itself counts
/// for that first; only what exceeds it was paid because the whole document is named.
int64_t PaidFor(const Receipt& receipt, const Intent& intent) {
  int64_t paid = 0;
  for (const Allocation& allocation : receipt.allocations) {
    if (allocation.document != intent.document || !Means(intent.item, allocation.item)) continue;
    paid += intent.item.empty() ? BeyondItsItem(receipt, allocation) : allocation.amount;
  }
  return paid;
}

}  // namespace

void Booking::Emit(AccountFact fact) {
  if (Evolve(draft_, fact)) facts_.push_back(std::move(fact));
}

int64_t Booking::Pay(const std::string& receipt_id, const Intent& intent, int64_t bound) {
  const Receipt* found = draft_.FindReceipt(receipt_id);
  const Invoice* invoice = draft_.FindInvoice(intent.document);
  if (found == nullptr || !found->known || found->reversed || invoice == nullptr) return 0;
  if (!invoice->known || invoice->currency != found->currency) return 0;
  std::vector<Item> open;
  std::set<std::string> written_off;
  for (const BookedItem& item : invoice->items) {
    if (item.Payable() > 0 && Means(intent.item, item.id)) {
      open.push_back({item.id, item.amount, item.Payable(), item.due});
    }
    if (item.written_off) written_off.insert(item.id);
  }
  std::ranges::sort(open, {}, [](const Item& i) { return std::tie(i.due, i.id); });
  const Receipt receipt = *found;
  int64_t left = std::min(bound, receipt.rest);
  int64_t rest = receipt.rest;
  int64_t paid = 0;
  for (const Item& item : open) {
    const int64_t take = std::min(left, item.open);
    if (take <= 0) break;
    left -= take;
    rest -= take;
    paid += take;
    const int64_t open_after = written_off.contains(item.id) ? 0 : item.open - take;
    Emit(Allocated{receipt_id, item.id, take, open_after, rest, receipt.kind, receipt.currency,
                   receipt.value_date});
  }
  return paid;
}

void Booking::TakeBack(const std::string& receipt_id, const std::string& item_id, int64_t amount,
                       UndoneBecause because) {
  const Receipt* receipt = draft_.FindReceipt(receipt_id);
  const auto place = FindItem(draft_, item_id);
  if (receipt == nullptr || !place) return;
  const BookedItem& item = draft_.FindInvoice(place->document)->items[place->index];
  const int64_t open_after = item.written_off ? 0 : item.open + amount;
  Emit(AllocationUndone{receipt_id, item_id, amount, open_after, receipt->rest + amount, because,
                        receipt->kind});
}

std::vector<std::string> Booking::TakeAllBack(const std::string& receipt_id,
                                              UndoneBecause because) {
  std::vector<std::string> documents;
  const Receipt* receipt = draft_.FindReceipt(receipt_id);
  if (receipt == nullptr) return documents;
  const std::vector<Allocation> allocations = receipt->allocations;
  for (const Allocation& allocation : allocations) {
    TakeBack(receipt_id, allocation.item, allocation.amount, because);
    if (std::ranges::find(documents, allocation.document) == documents.end()) {
      documents.push_back(allocation.document);
    }
  }
  return documents;
}

int64_t Booking::FollowIntent(const std::string& receipt_id, const Intent& intent) {
  const Receipt* receipt = draft_.FindReceipt(receipt_id);
  if (receipt == nullptr || !receipt->known || receipt->reversed || receipt->rest == 0) return 0;
  const bool bounded = intent.amount != 0;
  return Pay(receipt_id, intent,
             bounded ? intent.amount - PaidFor(*receipt, intent) : receipt->rest);
}

void Booking::FollowAll(const std::string& receipt_id, const std::vector<Intent>& intents) {
  int64_t paid = 0;
  do {
    paid = 0;
    for (const Intent& intent : intents) paid += FollowIntent(receipt_id, intent);
  } while (paid > 0 && intents.size() > 1);
}

void Booking::FollowIntents(const std::string& receipt_id) {
  const Receipt* receipt = draft_.FindReceipt(receipt_id);
  if (receipt == nullptr) return;
  FollowAll(receipt_id, std::vector<Intent>(receipt->intents));
}

void Booking::FollowClaims(const std::string& document) {
  const Invoice* invoice = draft_.FindInvoice(document);
  if (invoice == nullptr || !invoice->known) return;
  const std::vector<std::string> claims = invoice->claims;
  for (const std::string& claim : claims) {
    const auto& items = draft_.FindInvoice(document)->items;
    if (std::ranges::none_of(items, [](const BookedItem& i) { return i.Payable() > 0; })) return;
    const Receipt* receipt = draft_.FindReceipt(claim);
    if (receipt == nullptr) continue;
    std::vector<Intent> intents = receipt->intents;
    std::erase_if(intents, [&](const Intent& intent) { return intent.document != document; });
    FollowAll(claim, intents);
  }
}

}  // namespace relance::ledger
