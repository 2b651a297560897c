#include "services/ledger/domain/decide.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "libs/base/overloaded.h"
#include "libs/money/money.h"
#include "services/ledger/domain/booking.h"
#include "services/ledger/domain/evolve.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

using Facts = tl::expected<std::vector<AccountFact>, DocumentRefusal>;
using Refused = tl::unexpected<DocumentRefusal>;

/// Whether a document is to be recorded: not when it is a repeat or an older version.
tl::expected<bool, DocumentRefusal> IsNews(const Origin& known, const Origin& comes) {
  if (known.version == 0) return true;
  if (known.source != comes.source) {
    const bool same = known.version == comes.version && known.digest == comes.digest;
    return same ? tl::expected<bool, DocumentRefusal>(false)
                : Refused(DocumentRefusal::kSourceConflict);
  }
  if (comes.version == known.version && comes.digest != known.digest) {
    return Refused(DocumentRefusal::kContentConflict);
  }
  return comes.version > known.version;
}

/// The sum without `out`, with `in`; whether it fits.
bool Fits(int64_t sum, const std::vector<int64_t>& out, const std::vector<int64_t>& in) {
  std::vector<int64_t> parts{sum};
  for (const int64_t amount : out) parts.push_back(-amount);
  parts.insert(parts.end(), in.begin(), in.end());
  return CheckedSum(parts).has_value();
}

Totals TotalsOf(Books& books, const Currency& currency) {
  const Account* account = books.FindAccount();
  if (account == nullptr) return {};
  const auto found = account->totals.find(currency);
  return found == account->totals.end() ? Totals{} : found->second;
}

Facts DecideMasterData(Books& books, const MasterDataRecorded& document) {
  const Account* account = books.FindAccount();
  const auto news = IsNews(account == nullptr ? Origin{} : account->master_origin, document.origin);
  if (!news) return Refused(news.error());
  if (!*news) return std::vector<AccountFact>{};
  return std::vector<AccountFact>{document};
}

/// Whether another document has an item of one of these ids.
bool AnItemIsTaken(Books& books, const InvoiceRecorded& document) {
  bool taken = false;
  for (const Item& item : document.items) {
    for (const std::string& other : DocumentsOfItem(item.id)) {
      if (other == document.document) continue;
      const Invoice* invoice = books.FindInvoice(other);
      if (invoice == nullptr) continue;
      taken = taken ||
              std::ranges::find(invoice->items, item.id, &BookedItem::id) != invoice->items.end();
    }
  }
  return taken;
}

bool InvoiceFits(Books& books, const InvoiceRecorded& document, const Invoice* before) {
  std::vector<int64_t> out, in;
  if (before != nullptr && before->known && before->currency == document.currency) {
    for (const BookedItem& item : before->items) out.push_back(item.amount);
  }
  for (const Item& item : document.items) in.push_back(item.amount);
  return Fits(TotalsOf(books, document.currency).invoiced, out, in);
}

/// Undoes what the new version leaves no room for, the latest allocation first; returns the
/// receipts that got something back, in that order.
std::vector<std::string> MakeRoom(Booking& booking, const Invoice& before,
                                  const InvoiceRecorded& document) {
  std::vector<std::string> receipts;
  for (const BookedItem& item : before.items) {
    const auto now = std::ranges::find(document.items, item.id, &Item::id);
    const bool stays = now != document.items.end() && before.currency == document.currency;
    int64_t excess = item.amount - item.Payable() - (stays ? now->amount : 0);
    for (auto share = item.shares.rbegin(); share != item.shares.rend() && excess > 0; ++share) {
      const int64_t back = std::min(excess, share->amount);
      excess -= back;
      booking.TakeBack(share->receipt, item.id, back, UndoneBecause::kNewVersion);
      if (std::ranges::find(receipts, share->receipt) == receipts.end()) {
        receipts.push_back(share->receipt);
      }
    }
  }
  return receipts;
}

/// The id of the item that is named; as it is named while the invoice is not known.
std::string ItemMeant(Books& books, const std::string& document, const std::string& named) {
  const Invoice* invoice = named.empty() ? nullptr : books.FindInvoice(document);
  if (invoice == nullptr) return named;
  const auto item =
      std::ranges::find_if(invoice->items, [&](const BookedItem& i) { return Means(named, i.id); });
  return item == invoice->items.end() ? named : item->id;
}

/// The history as the invoice that it is about has its items.
HistoryRecorded Effective(Books& books, HistoryRecorded document) {
  document.item = ItemMeant(books, document.invoice, document.item);
  return document;
}

/// What the write-off takes of the invoice as it stands.
WriteOffRecorded Effective(Books& books, WriteOffRecorded document) {
  document.items.clear();
  document.currency = Currency{};
  const Invoice* invoice = books.FindInvoice(document.invoice);
  if (invoice == nullptr || !invoice->known) return document;
  document.currency = invoice->currency;
  for (const BookedItem& item : invoice->items) {
    if (Means(document.item, item.id) && item.open > 0) {
      document.items.push_back({item.id, item.open});
    }
  }
  return document;
}

void TellAgain(Booking& booking, const EarlyDocument& early) {
  std::visit(
      Overloaded{[&](const StatusRecorded& d) { booking.Emit(d); },
                 [&](const HistoryRecorded& d) { booking.Emit(Effective(booking.books(), d)); },
                 [&](const WriteOffRecorded& d) { booking.Emit(Effective(booking.books(), d)); }},
      early);
}

Facts DecideInvoice(Books& books, const InvoiceRecorded& document) {
  const Invoice* known = books.FindInvoice(document.document);
  const auto news = IsNews(known == nullptr ? Origin{} : known->origin, document.origin);
  if (!news) return Refused(news.error());
  if (!*news) return std::vector<AccountFact>{};
  if (AnItemIsTaken(books, document)) return Refused(DocumentRefusal::kItemTaken);
  if (!InvoiceFits(books, document, known)) return Refused(DocumentRefusal::kTotalOutOfRange);

  Booking booking(books);
  const Invoice before = known == nullptr ? Invoice{} : *known;
  const std::vector<std::string> freed = MakeRoom(booking, before, document);
  InvoiceRecorded recorded = document;
  const Invoice* now = booking.books().FindInvoice(document.document);
  for (Item& item : recorded.items) {
    item.open = item.amount;
    if (now == nullptr) continue;
    const auto old = std::ranges::find(now->items, item.id, &BookedItem::id);
    if (old == now->items.end()) continue;
    item.open = old->written_off ? 0 : item.amount - (old->amount - old->open);
  }
  booking.Emit(std::move(recorded));
  for (const EarlyDocument& early : before.early) TellAgain(booking, early);
  booking.FollowClaims(document.document);
  for (const std::string& receipt : freed) booking.FollowIntents(receipt);
  return booking.Take();
}

bool ReceiptFits(Books& books, const ReceiptRecorded& document, const Receipt* before) {
  std::vector<int64_t> out;
  const bool counted = before != nullptr && before->known && !before->reversed;
  if (counted && before->currency == document.currency) out.push_back(before->amount);
  return Fits(TotalsOf(books, document.currency).received, out, {document.amount});
}

Facts DecideReceipt(Books& books, const ReceiptRecorded& document) {
  const Receipt* known = books.FindReceipt(document.document);
  const auto news = IsNews(known == nullptr ? Origin{} : known->origin, document.origin);
  if (!news) return Refused(news.error());
  if (!*news) return std::vector<AccountFact>{};
  const bool was_known = known != nullptr && known->known;
  if (was_known && known->kind != document.kind) return Refused(DocumentRefusal::kKindConflict);
  if (!ReceiptFits(books, document, known)) return Refused(DocumentRefusal::kTotalOutOfRange);

  Booking booking(books);
  const bool reversed = known != nullptr && known->reversed;
  const Origin reversal = reversed ? known->reversal : Origin{};
  const auto reopened = booking.TakeAllBack(document.document, UndoneBecause::kNewVersion);
  booking.Emit(document);
  if (reversed) {
    booking.Emit(ReceiptReversed{reversal, document.document, document.currency, document.amount});
  }
  booking.FollowIntents(document.document);
  for (const std::string& invoice : reopened) booking.FollowClaims(invoice);
  return booking.Take();
}

Facts DecideReversal(Books& books, const ReceiptReversed& document) {
  const Remark* remark = books.FindRemark(RemarkKind::kReversal, document.origin.document);
  const auto news = IsNews(remark == nullptr ? Origin{} : remark->origin, document.origin);
  if (!news) return Refused(news.error());
  if (remark != nullptr && remark->about != document.receipt) {
    return Refused(DocumentRefusal::kKindConflict);
  }
  const Receipt* known = books.FindReceipt(document.receipt);
  if (!*news || (known != nullptr && known->reversed)) return std::vector<AccountFact>{};

  Booking booking(books);
  if (known == nullptr || !known->known) {
    booking.Emit(ReceiptReversed{document.origin, document.receipt, Currency{}, 0});
    return booking.Take();
  }
  const Currency currency = known->currency;
  const int64_t amount = known->amount;
  const auto reopened = booking.TakeAllBack(document.receipt, UndoneBecause::kReversed);
  booking.Emit(ReceiptReversed{document.origin, document.receipt, currency, amount});
  for (const std::string& invoice : reopened) booking.FollowClaims(invoice);
  return booking.Take();
}

Facts DecideStatus(Books& books, const StatusRecorded& document) {
  const Remark* remark = books.FindRemark(RemarkKind::kStatus, document.origin.document);
  const auto news = IsNews(remark == nullptr ? Origin{} : remark->origin, document.origin);
  if (!news) return Refused(news.error());
  if (!*news) return std::vector<AccountFact>{};
  return std::vector<AccountFact>{document};
}

/// A remark about an invoice that may not have come yet.
template <class Remarked>
tl::expected<bool, DocumentRefusal> IsNewsAbout(Books& books, RemarkKind kind,
                                                const Remarked& document) {
  const Remark* remark = books.FindRemark(kind, document.origin.document);
  const Invoice* invoice = books.FindInvoice(document.invoice);
  const auto news = IsNews(remark == nullptr ? Origin{} : remark->origin, document.origin);
  if (!news) return news;
  if (remark != nullptr && remark->about != document.invoice) {
    return Refused(DocumentRefusal::kKindConflict);
  }
  const bool has_item = invoice == nullptr || !invoice->known ||
                        std::ranges::any_of(invoice->items, [&](const BookedItem& item) {
                          return Means(document.item, item.id);
                        });
  if (*news && !has_item) return Refused(DocumentRefusal::kUnknownItem);
  return news;
}

Facts DecideHistory(Books& books, const HistoryRecorded& document) {
  const auto news = IsNewsAbout(books, RemarkKind::kHistory, document);
  if (!news) return Refused(news.error());
  if (!*news) return std::vector<AccountFact>{};
  return std::vector<AccountFact>{Effective(books, document)};
}

Facts DecideWriteOff(Books& books, const WriteOffRecorded& document) {
  books.FindAccount();
  const auto news = IsNewsAbout(books, RemarkKind::kWriteOff, document);
  if (!news) return Refused(news.error());
  if (!*news) return std::vector<AccountFact>{};
  return std::vector<AccountFact>{Effective(books, document)};
}

Facts DecideGap(Books& books, const GapRecorded& document) {
  const Remark* remark = books.FindRemark(RemarkKind::kGap, document.origin.document);
  const auto news = IsNews(remark == nullptr ? Origin{} : remark->origin, document.origin);
  if (!news) return Refused(news.error());
  if (!*news) return std::vector<AccountFact>{};
  return std::vector<AccountFact>{document};
}

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

std::string_view Word(DocumentRefusal refusal) {
  switch (refusal) {
    case DocumentRefusal::kContentConflict:
      return "content_conflict";
    case DocumentRefusal::kSourceConflict:
      return "source_conflict";
    case DocumentRefusal::kKindConflict:
      return "kind_conflict";
    case DocumentRefusal::kItemTaken:
      return "item_taken";
    case DocumentRefusal::kUnknownItem:
      return "unknown_item";
    case DocumentRefusal::kTotalOutOfRange:
      return "total_out_of_range";
  }
  return "unknown";
}

std::string_view FieldOf(DocumentRefusal refusal) {
  switch (refusal) {
    case DocumentRefusal::kContentConflict:
      return "version";
    case DocumentRefusal::kSourceConflict:
    case DocumentRefusal::kKindConflict:
    case DocumentRefusal::kItemTaken:
      return "document";
    case DocumentRefusal::kUnknownItem:
      return "maturity";
    case DocumentRefusal::kTotalOutOfRange:
      return "amount";
  }
  return "";
}

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

Facts DecideDocument(Books& books, const Document& document) {
  return std::visit(
      Overloaded{[&](const MasterDataRecorded& d) { return DecideMasterData(books, d); },
                 [&](const InvoiceRecorded& d) { return DecideInvoice(books, d); },
                 [&](const ReceiptRecorded& d) { return DecideReceipt(books, d); },
                 [&](const ReceiptReversed& d) { return DecideReversal(books, d); },
                 [&](const StatusRecorded& d) { return DecideStatus(books, d); },
                 [&](const HistoryRecorded& d) { return DecideHistory(books, d); },
                 [&](const WriteOffRecorded& d) { return DecideWriteOff(books, d); },
                 [&](const GapRecorded& d) { return DecideGap(books, d); }},
      document);
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
  static constexpr std::array<std::string_view, 5> kRoles{"collector", "lead", "legal", "admin",
                                                          "operator"};
  return std::ranges::find(kRoles, role) != kRoles.end();
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
