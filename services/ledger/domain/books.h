#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/archive.h"
#include "services/ledger/domain/facts.h"

/// The state of one account, in documents small enough that a payment rewrites only those it
/// touches, whatever the number of open items.
namespace relance::ledger {

/// Sums over one account and currency. Always:
/// invoiced - open - written_off == received - unallocated.
struct Totals {
  int64_t invoiced = 0;  ///< Current versions of all invoices.
  int64_t open = 0;
  int64_t received = 0;  ///< Receipts that are not reversed.
  int64_t unallocated = 0;
  int64_t open_items = 0;   ///< A count.
  int64_t written_off = 0;  ///< Given up, and not recovered.

  bool operator==(const Totals&) const = default;
};

struct Account {
  Origin master_origin;
  std::optional<MasterData> master;
  std::map<Currency, Totals> totals;

  bool operator==(const Account&) const = default;
};

/// What one receipt pays of one item.
struct Share {
  std::string receipt;
  int64_t amount = 0;
  Date value_date{};
  ReceiptKind kind = ReceiptKind::kPayment;

  bool operator==(const Share&) const = default;
};

struct BookedItem {
  std::string id;
  int64_t amount = 0;
  int64_t open = 0;
  Date due{};
  std::vector<Share> shares;  ///< In the order of allocation. amount - Payable is their sum.
  /// Set for good by a write-off, after which nothing is open: what no recovery has taken yet.
  std::optional<int64_t> written_off;

  /// What money may still be allocated to.
  int64_t Payable() const { return open + written_off.value_or(0); }
  bool operator==(const BookedItem&) const = default;
};

/// What came before the invoice that it is about: told again once that is known.
using EarlyDocument = std::variant<StatusRecorded, HistoryRecorded, WriteOffRecorded>;

/// An invoice, or the place kept for one that receipts or a status name before it comes (`known` is
/// false).
struct Invoice {
  bool known = false;
  Origin origin;
  Currency currency;
  std::optional<Date> issued;
  std::optional<Date> delivered;
  std::string reference;
  std::vector<BookedItem> items;
  /// Receipts whose intents name or once named this document, in order of recording.
  std::vector<std::string> claims;
  std::vector<EarlyDocument> early;  ///< In order of recording; none once it is known.
  bool listed_late = false;  ///< In the list of documents paid late whose claim waits for an act.

  bool operator==(const Invoice&) const = default;
};

/// A receipt paid some of it after the due date.
bool IsPaidLate(const Invoice& invoice);
/// Nothing of it is open.
bool IsPaid(const Invoice& invoice);

/// Where a part of a receipt went.
struct Allocation {
  std::string document;
  std::string item;
  int64_t amount = 0;

  bool operator==(const Allocation&) const = default;
};

/// A payment or credit note, or the place kept for one whose reversal came first.
struct Receipt {
  bool known = false;
  bool reversed = false;
  Origin origin;
  Origin reversal;
  ReceiptKind kind = ReceiptKind::kPayment;
  Currency currency;
  int64_t amount = 0;
  int64_t rest = 0;
  Date value_date{};
  std::vector<Intent> intents;  ///< As merged, in the order given.
  std::vector<Allocation> allocations;

  bool operator==(const Receipt&) const = default;
};

/// A document that is only remembered so that it takes effect once.
struct Remark {
  Origin origin;
  std::string about;  ///< The receipt reversed, or the invoice it speaks of.

  bool operator==(const Remark&) const = default;
};

enum class RemarkKind { kReversal, kStatus, kHistory, kWriteOff, kGap };

/// What became of a document's late interest and indemnity: a claim of its own beside the document.
struct Claim {
  std::vector<ClaimAct> acts;  ///< In the order in which they were done.

  bool operator==(const Claim&) const = default;
};

/// What acts of one kind took of a claim, in minor units of `currency`.
int64_t SumOf(const Claim& claim, ClaimActKind kind, const Currency& currency);

/// The documents of one account, wherever they are held. nullptr: does not exist.
class Books {
 public:
  virtual ~Books() = default;

  virtual const Account* FindAccount() = 0;
  virtual const Invoice* FindInvoice(const std::string& document) = 0;
  virtual const Receipt* FindReceipt(const std::string& document) = 0;
  virtual const Remark* FindRemark(RemarkKind kind, const std::string& document) = 0;
  virtual const Claim* FindClaim(const std::string& document) = 0;

  /// For writing; a new one when it does not exist.
  virtual Account& EditAccount() = 0;
  virtual Invoice& EditInvoice(const std::string& document) = 0;
  virtual Receipt& EditReceipt(const std::string& document) = 0;
  virtual Remark& EditRemark(RemarkKind kind, const std::string& document) = 0;
  virtual Claim& EditClaim(const std::string& document) = 0;

  /// The lists from which pages are read.
  virtual void ListOpenItem(const std::string& item, Date due, bool open) = 0;
  virtual void ListUnallocated(const std::string& receipt, bool unallocated) = 0;
  virtual void ListPaidLate(const std::string& document, bool waits) = 0;
  virtual void ListClaim(const std::string& document) = 0;
};

template <class Archive>
void Describe(Archive& archive, Origin& v) {
  archive(v.source, v.document, v.version, v.digest);
}
template <class Archive>
void Describe(Archive& archive, Intent& v) {
  archive(v.document, v.amount, v.item);
}
template <class Archive>
void Describe(Archive& archive, Contact& v) {
  archive(v.id, v.channel, v.role, v.language, v.name, v.address, v.address_tag);
}
template <class Archive>
void Describe(Archive& archive, MasterData& v) {
  archive(v.name, v.debtor_kind, v.language, v.country, v.zone, v.calendar, v.payment_method,
          v.group, v.contacts);
}
template <class Archive>
void Describe(Archive& archive, Totals& v) {
  archive(v.invoiced, v.open, v.received, v.unallocated, v.open_items, v.written_off);
}
template <class Archive>
void Describe(Archive& archive, Account& v) {
  archive(v.master_origin, v.master, v.totals);
}
template <class Archive>
void Describe(Archive& archive, Share& v) {
  archive(v.receipt, v.amount, v.value_date, v.kind);
}
template <class Archive>
void Describe(Archive& archive, BookedItem& v) {
  archive(v.id, v.amount, v.open, v.due, v.shares, v.written_off);
}
template <class Archive>
void Describe(Archive& archive, PastNotice& v) {
  archive(v.level, v.on, v.channel, v.reference);
}
template <class Archive>
void Describe(Archive& archive, WrittenOffItem& v) {
  archive(v.item, v.amount);
}
template <class Archive>
void Describe(Archive& archive, StatusRecorded& v) {
  archive(v.origin, v.invoice, v.status);
}
template <class Archive>
void Describe(Archive& archive, HistoryRecorded& v) {
  archive(v.origin, v.invoice, v.item, v.notices);
}
template <class Archive>
void Describe(Archive& archive, WriteOffRecorded& v) {
  archive(v.origin, v.invoice, v.item, v.reason, v.currency, v.items);
}
template <class Archive>
void Describe(Archive& archive, Invoice& v) {
  archive(v.known, v.origin, v.currency, v.issued, v.delivered, v.reference, v.items, v.claims,
          v.early, v.listed_late);
}
template <class Archive>
void Describe(Archive& archive, Allocation& v) {
  archive(v.document, v.item, v.amount);
}
template <class Archive>
void Describe(Archive& archive, Receipt& v) {
  archive(v.known, v.reversed, v.origin, v.reversal, v.kind, v.currency, v.amount, v.rest,
          v.value_date, v.intents, v.allocations);
}
template <class Archive>
void Describe(Archive& archive, Remark& v) {
  archive(v.origin, v.about);
}
template <class Archive>
void Describe(Archive& archive, ClaimAct& v) {
  archive(v.kind, v.id, v.amount, v.reason, v.by, v.at, v.as_of, v.statement);
}
template <class Archive>
void Describe(Archive& archive, Claim& v) {
  archive(v.acts);
}

}  // namespace relance::ledger
