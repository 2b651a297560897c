#include "services/ledger/domain/decide.h"

#include <algorithm>
#include <map>

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

}  // namespace relance::ledger
