#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "services/scenario/domain/inputs.h"

namespace relance::scenario {

/// What a receipt is for: a reference, with an amount or up to what is open.
struct Purpose {
  std::string reference;
  std::optional<int64_t> amount;
};

/// Stands in for the ledger in stories: it knows documents and receipts of one account, allocates
/// what a receipt names up to the open amounts, and keeps the rest. What it tells the case are the
/// inputs that the real ledger's facts become.
class StoryLedger {
 public:
  struct Line {
    std::string id;
    int64_t amount = 0;
    Date due{};
  };

  std::vector<CaseInput> Invoice(const std::string& document, int64_t version, Currency currency,
                                 const std::vector<Line>& lines, std::optional<Date> delivered_on);
  std::vector<CaseInput> Book(MoneyKind kind, const std::string& receipt, Money amount,
                              const std::vector<Purpose>& purposes, Date today, Date value_on);
  std::vector<CaseInput> AllocateRest(const std::string& receipt,
                                      const std::vector<Purpose>& purposes);
  std::vector<CaseInput> Reverse(const std::string& receipt);
  /// What is still paid for it is a recovery.
  void WriteOffItem(const std::string& item);

  bool Knows(const std::string& receipt) const { return receipts_.contains(receipt); }
  /// nullptr for an unknown receipt.
  const Currency* CurrencyOf(const std::string& receipt) const;

 private:
  struct LedgerItem {
    std::string document;
    Currency currency;
    int64_t amount = 0;
    int64_t allocated = 0;
    bool written_off = false;
    Date due{};
  };
  struct LedgerReceipt {
    int order = 0;
    MoneyKind kind = MoneyKind::kPayment;
    Currency currency;
    int64_t rest = 0;
    Date booked_on{};
    Date value_on{};
    std::vector<Allocation> allocations;
    std::vector<int> orders;       ///< Of each allocation, among those of all receipts.
    std::vector<Purpose> waiting;  ///< Names that no document has yet.
  };

  bool IsNamed(const std::string& reference) const;
  std::vector<std::string> ItemsNamed(const std::string& reference) const;
  int64_t OpenOf(const LedgerItem& item) const;
  void Allocate(LedgerReceipt& receipt, const Purpose& purpose, std::vector<Allocation>& made);
  void GiveBack(const std::string& item, int64_t excess);
  RecordMoney Told(const std::string& id, const LedgerReceipt& receipt,
                   std::vector<Allocation> made) const;

  std::map<std::string, std::pair<int64_t, std::vector<std::string>>> documents_;
  std::map<std::string, LedgerItem> items_;
  std::map<std::string, LedgerReceipt> receipts_;
  int allocations_ = 0;
};

}  // namespace relance::scenario
