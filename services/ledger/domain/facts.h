#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/sealed.h"
#include "libs/digest/digest.h"
#include "libs/money/currency.h"
#include "libs/money/money.h"

/// What the ledger says about one account. Amounts are minor units of the currency beside them.
namespace relance::ledger {

/// Which document of which feed a fact comes from; {source, document, version} is its identity.
struct Origin {
  std::string source;
  std::string document;
  int64_t version = 0;  ///< From 1; 0: none.
  Digest digest{};      ///< Of the normalised content.

  bool operator==(const Origin&) const = default;
};

enum class ReceiptKind { kPayment = 1, kCreditNote = 2 };

/// What a receipt is for. Amount 0: up to what is open.
struct Intent {
  std::string document;
  int64_t amount = 0;
  std::string item{};  ///< Empty: any of the document.

  bool operator==(const Intent&) const = default;
};

struct Contact {
  std::string id;
  int channel = 0;  ///< Number of the contract's Channel.
  std::string role;
  std::string language;
  Sealed name;
  Sealed address;
  std::string address_tag;  ///< Equal for equal addresses of the debtor.

  bool operator==(const Contact&) const = default;
};

struct MasterData {
  Sealed name;
  std::string debtor_kind;
  std::string language;
  std::string country;
  std::string zone;
  std::string calendar;
  std::string payment_method;
  std::string group;
  std::vector<Contact> contacts;

  bool operator==(const MasterData&) const = default;
};

struct MasterDataRecorded {
  Origin origin;
  MasterData content;

  bool operator==(const MasterDataRecorded&) const = default;
};

/// One maturity of one invoice.
struct Item {
  std::string id;
  int64_t amount = 0;
  int64_t open = 0;
  Date due{};

  bool operator==(const Item&) const = default;
};

/// A new invoice or a new version: the items replace those before it.
struct InvoiceRecorded {
  Origin origin;
  std::string document;
  Currency currency;
  std::optional<Date> issued;
  std::optional<Date> delivered;
  std::string reference;
  std::vector<Item> items;

  bool operator==(const InvoiceRecorded&) const = default;
};

struct ReceiptRecorded {
  Origin origin;
  std::string document;
  ReceiptKind kind = ReceiptKind::kPayment;
  Currency currency;
  int64_t amount = 0;
  Date value_date{};
  std::vector<Intent> intents;

  bool operator==(const ReceiptRecorded&) const = default;
};

struct Allocated {
  std::string receipt;
  std::string item;
  int64_t amount = 0;
  int64_t item_open = 0;     ///< After it.
  int64_t receipt_rest = 0;  ///< After it.
  ReceiptKind kind = ReceiptKind::kPayment;
  Currency currency;
  Date value_date{};

  bool operator==(const Allocated&) const = default;
};

enum class UndoneBecause { kReversed, kNewVersion };

struct AllocationUndone {
  std::string receipt;
  std::string item;
  int64_t amount = 0;
  int64_t item_open = 0;     ///< After it.
  int64_t receipt_rest = 0;  ///< After it.
  UndoneBecause because = UndoneBecause::kReversed;
  ReceiptKind kind = ReceiptKind::kPayment;

  bool operator==(const AllocationUndone&) const = default;
};

/// Its allocations were undone before it. Without a currency: the receipt has not come yet.
struct ReceiptReversed {
  Origin origin;
  std::string receipt;
  Currency currency;
  int64_t rest = 0;  ///< What was unallocated and went with it.

  bool operator==(const ReceiptReversed&) const = default;
};

struct StatusRecorded {
  Origin origin;
  std::string invoice;
  std::string status;

  bool operator==(const StatusRecorded&) const = default;
};

/// One message of another system that counted.
struct PastNotice {
  int level = 0;
  Date on{};
  int channel = 0;  ///< Number of the contract's Channel; 0: not told.
  std::string reference;

  bool operator==(const PastNotice&) const = default;
};

/// Steps that another system took before the invoice came here.
struct HistoryRecorded {
  Origin origin;
  std::string invoice;
  std::string item;  ///< Empty: all of the invoice.
  std::vector<PastNotice> notices;

  bool operator==(const HistoryRecorded&) const = default;
};

struct WrittenOffItem {
  std::string item;
  int64_t amount = 0;  ///< What was open of it.

  bool operator==(const WrittenOffItem&) const = default;
};

/// What was open is given up. Money that comes for it later is a recovery.
struct WriteOffRecorded {
  Origin origin;
  std::string invoice;
  std::string item;  ///< Empty: all of the invoice.
  std::string reason;
  Currency currency;                  ///< None while the invoice has not come.
  std::vector<WrittenOffItem> items;  ///< None while it has not come, or nothing was open.

  bool operator==(const WriteOffRecorded&) const = default;
};

/// Whether documents of the account are known to be missing.
struct GapRecorded {
  Origin origin;
  bool open = false;

  bool operator==(const GapRecorded&) const = default;
};

enum class ClaimActKind { kBill = 1, kWaive = 2 };

/// Interest and indemnity of one document that were billed or waived at once.
struct ClaimAct {
  ClaimActKind kind = ClaimActKind::kBill;
  std::string id;  ///< Of the command.
  Money amount;    ///< What had neither been billed nor waived before.
  std::string reason;
  std::string by;  ///< Who acted.
  Instant at{};
  Date as_of{};           ///< Last day counted by the statement.
  std::string statement;  ///< As it was computed then, in the words of the contract; not read here.

  bool operator==(const ClaimAct&) const = default;
};

struct ClaimActed {
  std::string document;
  ClaimAct act;

  bool operator==(const ClaimActed&) const = default;
};

using AccountFact = std::variant<MasterDataRecorded, InvoiceRecorded, ReceiptRecorded, Allocated,
                                 AllocationUndone, ReceiptReversed, StatusRecorded, ClaimActed,
                                 HistoryRecorded, WriteOffRecorded, GapRecorded>;

/// What a feed may say. As the fact it becomes, with nothing computed: an item's `open`, a
/// reversal's `currency` and `rest` and a write-off's `currency` and `items` are not looked at.
using Document = std::variant<MasterDataRecorded, InvoiceRecorded, ReceiptRecorded, ReceiptReversed,
                              StatusRecorded, HistoryRecorded, WriteOffRecorded, GapRecorded>;

}  // namespace relance::ledger
