#include "services/ledger/domain/evolve.h"

#include <algorithm>
#include <utility>

#include "libs/base/overloaded.h"
#include "libs/money/money.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

/// Adds `change`; kCorrupt where the sum does not fit or falls below zero.
Result<void> Move(int64_t& sum, int64_t change, const char* what) {
  const auto moved = CheckedAdd(sum, change);
  if (!moved || *moved < 0) {
    return Corrupt(std::string(what) + " of " + std::to_string(sum) + " cannot move by " +
                   std::to_string(change));
  }
  sum = *moved;
  return {};
}

/// A document paid late waits in its list; after an act on the whole of it, until it changes.
void ListIfPaidLate(Books& books, const std::string& document, Invoice& invoice) {
  const bool late = IsPaidLate(invoice);
  if (late == invoice.listed_late) return;
  invoice.listed_late = late;
  books.ListPaidLate(document, late);
}

Totals TotalsOf(Books& books, const Currency& currency) {
  const Account* account = books.FindAccount();
  if (account == nullptr) return {};
  const auto found = account->totals.find(currency);
  return found == account->totals.end() ? Totals{} : found->second;
}

void AddClaim(Invoice& invoice, const std::string& receipt) {
  if (std::ranges::find(invoice.claims, receipt) == invoice.claims.end()) {
    invoice.claims.push_back(receipt);
  }
}

Result<void> RecordMasterData(Books& books, const MasterDataRecorded& fact) {
  Account& account = books.EditAccount();
  account.master_origin = fact.origin;
  account.master = fact.content;
  return {};
}

/// Takes the items of the version before out of its currency's totals.
Result<void> TakeOut(Totals& totals, const Invoice& invoice) {
  for (const BookedItem& item : invoice.items) {
    if (auto moved = Move(totals.invoiced, -item.amount, "invoiced"); !moved) return moved;
    if (auto moved = Move(totals.open, -item.open, "open"); !moved) return moved;
    const int64_t given_up = item.written_off.value_or(0);
    if (auto moved = Move(totals.written_off, -given_up, "written off"); !moved) return moved;
    totals.open_items -= item.open > 0;
  }
  return {};
}

Result<void> PutIn(Totals& totals, const std::vector<BookedItem>& items) {
  for (const BookedItem& item : items) {
    if (auto moved = Move(totals.invoiced, item.amount, "invoiced"); !moved) return moved;
    if (auto moved = Move(totals.open, item.open, "open"); !moved) return moved;
    const int64_t given_up = item.written_off.value_or(0);
    if (auto moved = Move(totals.written_off, given_up, "written off"); !moved) return moved;
    totals.open_items += item.open > 0;
  }
  return {};
}

/// The new items with the shares of those before; what is open must follow from them.
Result<std::vector<BookedItem>> BookedItems(const InvoiceRecorded& fact, const Invoice* before) {
  std::vector<BookedItem> items;
  for (const Item& item : fact.items) {
    BookedItem booked{item.id, item.amount, item.open, item.due, {}, {}};
    int64_t allocated = 0;
    if (before != nullptr) {
      const auto old = std::ranges::find(before->items, item.id, &BookedItem::id);
      if (old != before->items.end()) {
        booked.shares = old->shares;
        allocated = old->amount - old->Payable();
        if (old->written_off) booked.written_off = item.amount - allocated;
      }
    }
    if (item.amount <= 0 || item.open < 0 || item.amount - booked.Payable() != allocated) {
      return Corrupt("open of item " + item.id + " does not follow from its allocations");
    }
    items.push_back(std::move(booked));
  }
  return items;
}

Result<void> RecordInvoice(Books& books, const InvoiceRecorded& fact) {
  books.FindAccount();
  const Invoice* before = books.FindInvoice(fact.document);
  auto items = BookedItems(fact, before);
  if (!items) return Failure(items.error());
  const Currency old_currency = before == nullptr ? fact.currency : before->currency;
  const bool replaces = before != nullptr && before->known;
  Totals old_totals = TotalsOf(books, old_currency);
  if (replaces) {
    if (auto out = TakeOut(old_totals, *before); !out) return out;
  }
  const bool same = !replaces || old_currency == fact.currency;
  Totals totals = same && replaces ? old_totals : TotalsOf(books, fact.currency);
  if (auto in = PutIn(totals, *items); !in) return in;

  Account& account = books.EditAccount();
  if (!same) account.totals[old_currency] = old_totals;
  account.totals[fact.currency] = totals;
  Invoice& invoice = books.EditInvoice(fact.document);
  for (const BookedItem& item : invoice.items) {
    if (item.open > 0) books.ListOpenItem(item.id, item.due, false);
  }
  invoice.known = true;
  invoice.origin = fact.origin;
  invoice.currency = fact.currency;
  invoice.issued = fact.issued;
  invoice.delivered = fact.delivered;
  invoice.reference = fact.reference;
  invoice.items = *std::move(items);
  invoice.early.clear();
  for (const BookedItem& item : invoice.items) {
    if (item.open > 0) books.ListOpenItem(item.id, item.due, true);
  }
  ListIfPaidLate(books, fact.document, invoice);
  return {};
}

Result<void> RecordReceipt(Books& books, const ReceiptRecorded& fact) {
  books.FindAccount();
  const Receipt* before = books.FindReceipt(fact.document);
  for (const Intent& intent : fact.intents) books.FindInvoice(intent.document);
  const bool counted = before != nullptr && before->known && !before->reversed;
  if (before != nullptr && !before->allocations.empty()) {
    return Corrupt("receipt " + fact.document + " is recorded anew with allocations");
  }
  const Currency old_currency = counted ? before->currency : fact.currency;
  Totals old_totals = TotalsOf(books, old_currency);
  if (counted) {
    if (auto m = Move(old_totals.received, -before->amount, "received"); !m) return m;
    if (auto m = Move(old_totals.unallocated, -before->rest, "unallocated"); !m) return m;
  }
  const bool same = old_currency == fact.currency;
  Totals totals = same ? old_totals : TotalsOf(books, fact.currency);
  if (auto m = Move(totals.received, fact.amount, "received"); !m) return m;
  if (auto m = Move(totals.unallocated, fact.amount, "unallocated"); !m) return m;

  Account& account = books.EditAccount();
  if (!same) account.totals[old_currency] = old_totals;
  account.totals[fact.currency] = totals;
  Receipt& receipt = books.EditReceipt(fact.document);
  // A reversal that came before waits: the fact that applies it follows this one.
  receipt.reversed = false;
  receipt.known = true;
  receipt.origin = fact.origin;
  receipt.kind = fact.kind;
  receipt.currency = fact.currency;
  receipt.amount = fact.amount;
  receipt.rest = fact.amount;
  receipt.value_date = fact.value_date;
  receipt.intents = MergedIntents(fact.intents);
  for (const Intent& intent : receipt.intents) {
    AddClaim(books.EditInvoice(intent.document), fact.document);
  }
  books.ListUnallocated(fact.document, receipt.rest > 0);
  return {};
}

/// Both sides of an allocation, before either is changed.
struct Sides {
  ItemPlace place;
  BookedItem item;
  Receipt receipt;
  Totals totals;
};

Result<Sides> SidesOf(Books& books, const std::string& receipt_id, const std::string& item_id) {
  const Receipt* receipt = books.FindReceipt(receipt_id);
  const auto place = FindItem(books, item_id);
  books.FindAccount();
  if (receipt == nullptr || !receipt->known || receipt->reversed) {
    return Corrupt("no receipt " + receipt_id + " to allocate");
  }
  if (!place) return Corrupt("no item " + item_id + " to allocate to");
  const Invoice* invoice = books.FindInvoice(place->document);
  if (invoice->currency != receipt->currency) {
    return Corrupt("receipt " + receipt_id + " and item " + item_id + " differ in currency");
  }
  return Sides{*place, invoice->items[place->index], *receipt, TotalsOf(books, receipt->currency)};
}

/// Moves `amount` (negative: back) from the receipt to the item and checks what the fact carries.
/// What comes for a written-off item is recovered: nothing of it was open.
Result<void> Shift(Sides& sides, int64_t amount, int64_t item_open, int64_t receipt_rest) {
  const int64_t was_open = sides.item.open;
  const bool recovered = sides.item.written_off.has_value();
  int64_t& left = recovered ? *sides.item.written_off : sides.item.open;
  int64_t& left_of_all = recovered ? sides.totals.written_off : sides.totals.open;
  if (auto m = Move(left, -amount, "open"); !m) return m;
  if (auto m = Move(sides.receipt.rest, -amount, "rest"); !m) return m;
  if (auto m = Move(left_of_all, -amount, "open"); !m) return m;
  if (auto m = Move(sides.totals.unallocated, -amount, "unallocated"); !m) return m;
  if (sides.item.open != item_open || sides.receipt.rest != receipt_rest ||
      sides.item.Payable() > sides.item.amount || sides.receipt.rest > sides.receipt.amount) {
    return Corrupt("item " + sides.item.id + " is open with " + std::to_string(sides.item.open) +
                   ", not " + std::to_string(item_open));
  }
  sides.totals.open_items += (item_open > 0) - (was_open > 0);
  return {};
}

void Write(Books& books, const std::string& receipt_id, Sides sides) {
  books.EditAccount().totals[sides.receipt.currency] = sides.totals;
  books.ListOpenItem(sides.item.id, sides.item.due, sides.item.open > 0);
  books.ListUnallocated(receipt_id, sides.receipt.rest > 0);
  Invoice& invoice = books.EditInvoice(sides.place.document);
  invoice.items[sides.place.index] = std::move(sides.item);
  ListIfPaidLate(books, sides.place.document, invoice);
  books.EditReceipt(receipt_id) = std::move(sides.receipt);
}

Result<void> Allocate(Books& books, const Allocated& fact) {
  auto sides = SidesOf(books, fact.receipt, fact.item);
  if (!sides) return Failure(sides.error());
  if (fact.amount <= 0) return Corrupt("an allocation of nothing to " + fact.item);
  if (auto s = Shift(*sides, fact.amount, fact.item_open, fact.receipt_rest); !s) return s;
  auto& shares = sides->item.shares;
  auto& allocations = sides->receipt.allocations;
  const auto share = std::ranges::find(shares, fact.receipt, &Share::receipt);
  const auto allocation = std::ranges::find(allocations, fact.item, &Allocation::item);
  if ((share == shares.end()) != (allocation == allocations.end())) {
    return Corrupt("receipt " + fact.receipt + " and item " + fact.item + " disagree");
  }
  if (share != shares.end()) {
    share->amount += fact.amount;
    allocation->amount += fact.amount;
  } else {
    shares.push_back({fact.receipt, fact.amount, fact.value_date, fact.kind});
    allocations.push_back({sides->place.document, fact.item, fact.amount});
  }
  Write(books, fact.receipt, *std::move(sides));
  return {};
}

Result<void> Undo(Books& books, const AllocationUndone& fact) {
  auto sides = SidesOf(books, fact.receipt, fact.item);
  if (!sides) return Failure(sides.error());
  auto& shares = sides->item.shares;
  auto& allocations = sides->receipt.allocations;
  const auto share = std::ranges::find(shares, fact.receipt, &Share::receipt);
  const auto allocation = std::ranges::find(allocations, fact.item, &Allocation::item);
  if (fact.amount <= 0 || share == shares.end() || allocation == allocations.end() ||
      share->amount < fact.amount) {
    return Corrupt("receipt " + fact.receipt + " has not that much on item " + fact.item);
  }
  if (auto s = Shift(*sides, -fact.amount, fact.item_open, fact.receipt_rest); !s) return s;
  share->amount -= fact.amount;
  allocation->amount -= fact.amount;
  if (share->amount == 0) {
    shares.erase(share);
    allocations.erase(allocation);
  }
  Write(books, fact.receipt, *std::move(sides));
  return {};
}

Result<void> Reverse(Books& books, const ReceiptReversed& fact) {
  const Receipt* before = books.FindReceipt(fact.receipt);
  books.FindAccount();
  books.FindRemark(RemarkKind::kReversal, fact.origin.document);
  if (before != nullptr && before->known) {
    if (before->reversed || !before->allocations.empty() || before->rest != fact.rest) {
      return Corrupt("receipt " + fact.receipt + " cannot be reversed as it stands");
    }
    Totals totals = TotalsOf(books, before->currency);
    if (auto m = Move(totals.received, -before->amount, "received"); !m) return m;
    if (auto m = Move(totals.unallocated, -before->rest, "unallocated"); !m) return m;
    books.EditAccount().totals[before->currency] = totals;
    books.ListUnallocated(fact.receipt, false);
  }
  Receipt& receipt = books.EditReceipt(fact.receipt);
  receipt.rest = 0;
  receipt.reversed = true;
  receipt.reversal = fact.origin;
  books.EditRemark(RemarkKind::kReversal, fact.origin.document) = {fact.origin, fact.receipt};
  return {};
}

/// Remembered, and kept for the invoice where that has not come.
template <class Fact>
void Remember(Books& books, RemarkKind kind, const Fact& fact) {
  const Invoice* invoice = books.FindInvoice(fact.invoice);
  if (invoice == nullptr || !invoice->known) {
    auto& early = books.EditInvoice(fact.invoice).early;
    std::erase_if(early, [&](const EarlyDocument& older) {
      const auto* same = std::get_if<Fact>(&older);
      return same != nullptr && same->origin.document == fact.origin.document;
    });
    early.push_back(fact);
  }
  books.EditRemark(kind, fact.origin.document) = {fact.origin, fact.invoice};
}

Result<void> RecordStatus(Books& books, const StatusRecorded& fact) {
  Remember(books, RemarkKind::kStatus, fact);
  return {};
}

Result<void> RecordHistory(Books& books, const HistoryRecorded& fact) {
  Remember(books, RemarkKind::kHistory, fact);
  return {};
}

Result<void> RecordGap(Books& books, const GapRecorded& fact) {
  books.EditRemark(RemarkKind::kGap, fact.origin.document) = {fact.origin, ""};
  return {};
}

Result<void> WriteOff(Books& books, const WriteOffRecorded& fact) {
  books.FindAccount();
  const Invoice* known = books.FindInvoice(fact.invoice);
  if (!fact.items.empty()) {
    if (known == nullptr || !known->known || known->currency != fact.currency) {
      return Corrupt("no invoice " + fact.invoice + " to write off");
    }
    Invoice invoice = *known;
    Totals totals = TotalsOf(books, fact.currency);
    for (const WrittenOffItem& given_up : fact.items) {
      const auto item = std::ranges::find(invoice.items, given_up.item, &BookedItem::id);
      if (item == invoice.items.end() || item->open != given_up.amount || item->open == 0) {
        return Corrupt("item " + given_up.item + " is not open with " +
                       std::to_string(given_up.amount));
      }
      item->written_off = std::exchange(item->open, 0);
      if (auto m = Move(totals.open, -given_up.amount, "open"); !m) return m;
      if (auto m = Move(totals.written_off, given_up.amount, "written off"); !m) return m;
      --totals.open_items;
    }
    for (const BookedItem& item : invoice.items) {
      if (item.written_off) books.ListOpenItem(item.id, item.due, false);
    }
    books.EditAccount().totals[fact.currency] = totals;
    books.EditInvoice(fact.invoice) = std::move(invoice);
  }
  Remember(books, RemarkKind::kWriteOff, fact);
  return {};
}

Result<void> ActOnClaim(Books& books, const ClaimActed& fact) {
  const Invoice* invoice = books.FindInvoice(fact.document);
  const Claim* before = books.FindClaim(fact.document);
  if (invoice == nullptr || !invoice->known) {
    return Corrupt("no document " + fact.document + " whose claim was acted on");
  }
  if (!fact.act.amount.IsPositive()) return Corrupt("an act on nothing of " + fact.document);
  if (before != nullptr &&
      std::ranges::find(before->acts, fact.act.id, &ClaimAct::id) != before->acts.end()) {
    return Corrupt("act " + fact.act.id + " on " + fact.document + " comes twice");
  }
  const auto sum =
      CheckedAdd(before == nullptr ? 0 : SumOf(*before, fact.act.kind, fact.act.amount.currency),
                 fact.act.amount.minor);
  if (!sum) return Corrupt("the acts on " + fact.document + " do not fit");
  books.EditClaim(fact.document).acts.push_back(fact.act);
  books.ListClaim(fact.document);
  if (invoice->listed_late && IsPaid(*invoice)) {
    books.EditInvoice(fact.document).listed_late = false;
    books.ListPaidLate(fact.document, false);
  }
  return {};
}

}  // namespace

bool IsPaidLate(const Invoice& invoice) {
  return std::ranges::any_of(invoice.items, [](const BookedItem& item) {
    return std::ranges::any_of(item.shares,
                               [&](const Share& share) { return share.value_date > item.due; });
  });
}

bool IsPaid(const Invoice& invoice) {
  return std::ranges::none_of(invoice.items, [](const BookedItem& item) { return item.open > 0; });
}

int64_t SumOf(const Claim& claim, ClaimActKind kind, const Currency& currency) {
  int64_t sum = 0;
  for (const ClaimAct& act : claim.acts) {
    // Evolve takes no act whose sum would not fit.
    if (act.kind == kind && act.amount.currency == currency) sum += act.amount.minor;
  }
  return sum;
}

std::vector<Intent> MergedIntents(const std::vector<Intent>& intents) {
  std::vector<Intent> merged;
  for (const Intent& intent : intents) {
    const auto known = std::ranges::find_if(merged, [&](const Intent& other) {
      return other.document == intent.document && other.item == intent.item;
    });
    if (known == merged.end()) {
      merged.push_back(intent);
      continue;
    }
    const auto sum = CheckedAdd(known->amount, intent.amount);
    const bool bounded = known->amount != 0 && intent.amount != 0 && sum.has_value();
    known->amount = bounded ? *sum : 0;
  }
  return merged;
}

std::optional<ItemPlace> FindItem(Books& books, const std::string& item) {
  std::optional<ItemPlace> found;
  for (const std::string& document : DocumentsOfItem(item)) {
    const Invoice* invoice = books.FindInvoice(document);
    if (invoice == nullptr || found) continue;
    const auto at = std::ranges::find(invoice->items, item, &BookedItem::id);
    if (at != invoice->items.end()) {
      found = ItemPlace{document, static_cast<size_t>(at - invoice->items.begin())};
    }
  }
  return found;
}

Result<void> Evolve(Books& books, const AccountFact& fact) {
  return std::visit(
      Overloaded{[&](const MasterDataRecorded& f) { return RecordMasterData(books, f); },
                 [&](const InvoiceRecorded& f) { return RecordInvoice(books, f); },
                 [&](const ReceiptRecorded& f) { return RecordReceipt(books, f); },
                 [&](const Allocated& f) { return Allocate(books, f); },
                 [&](const AllocationUndone& f) { return Undo(books, f); },
                 [&](const ReceiptReversed& f) { return Reverse(books, f); },
                 [&](const StatusRecorded& f) { return RecordStatus(books, f); },
                 [&](const ClaimActed& f) { return ActOnClaim(books, f); },
                 [&](const HistoryRecorded& f) { return RecordHistory(books, f); },
                 [&](const WriteOffRecorded& f) { return WriteOff(books, f); },
                 [&](const GapRecorded& f) { return RecordGap(books, f); }},
      fact);
}

}  // namespace relance::ledger
