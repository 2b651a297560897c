#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/ledger/domain/decide.h"
#include "services/ledger/domain/evolve.h"

/// Books in memory and short ways to write documents, for the tests of this folder.
namespace relance::ledger {

inline constexpr Currency kEur = Currency::Of("EUR");
inline constexpr Currency kUsd = Currency::Of("USD");

class BooksInMemory : public Books {
 public:
  const Account* FindAccount() override { return account ? &*account : nullptr; }
  const Invoice* FindInvoice(const std::string& d) override { return Found(invoices, d); }
  const Receipt* FindReceipt(const std::string& d) override { return Found(receipts, d); }
  const Remark* FindRemark(RemarkKind kind, const std::string& d) override {
    return Found(remarks, std::pair(kind, d));
  }
  const Claim* FindClaim(const std::string& d) override { return Found(claims, d); }
  Account& EditAccount() override {
    if (!account) account.emplace();
    return *account;
  }
  Invoice& EditInvoice(const std::string& d) override { return invoices[d]; }
  Receipt& EditReceipt(const std::string& d) override { return receipts[d]; }
  Remark& EditRemark(RemarkKind kind, const std::string& d) override {
    return remarks[std::pair(kind, d)];
  }
  Claim& EditClaim(const std::string& d) override { return claims[d]; }
  void ListOpenItem(const std::string& item, Date due, bool open) override {
    open ? void(open_items.insert({due, item})) : void(open_items.erase({due, item}));
  }
  void ListUnallocated(const std::string& receipt, bool rest) override {
    rest ? void(unallocated.insert(receipt)) : void(unallocated.erase(receipt));
  }
  void ListPaidLate(const std::string& document, bool waits) override {
    waits ? void(paid_late.insert(document)) : void(paid_late.erase(document));
  }
  void ListClaim(const std::string& document) override { claimed.insert(document); }

  std::optional<Account> account;
  std::map<std::string, Invoice> invoices;
  std::map<std::string, Receipt> receipts;
  std::map<std::pair<RemarkKind, std::string>, Remark> remarks;
  std::set<std::pair<Date, std::string>> open_items;
  std::set<std::string> unallocated;
  std::map<std::string, Claim> claims;
  std::set<std::string> paid_late;
  std::set<std::string> claimed;

 private:
  template <class Map, class Key>
  static typename Map::mapped_type* Found(Map& map, const Key& key) {
    const auto at = map.find(key);
    return at == map.end() ? nullptr : &at->second;
  }
};

inline Date Day(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} /
                               std::chrono::day{day}};
}

/// The digest is that of `content`: equal text, equal content.
inline Origin From(std::string document, int64_t version, const std::string& content) {
  return {"/erp/sap/FR01", std::move(document), version, Sha256(content)};
}

inline InvoiceRecorded AnInvoice(const std::string& document, std::vector<int64_t> amounts,
                                 int64_t version = 1, Currency currency = kEur) {
  std::string content = currency.code();
  for (const int64_t amount : amounts) content += "," + std::to_string(amount);
  InvoiceRecorded invoice{From(document, version, content), document, currency, {}, {}, "", {}};
  for (size_t i = 0; i < amounts.size(); ++i) {
    const std::string id = amounts.size() == 1 ? document : document + "/" + std::to_string(i + 1);
    invoice.items.push_back({id, amounts[i], 0, Day(2026, 10, 1) + std::chrono::days(30 * i)});
  }
  return invoice;
}

inline ReceiptRecorded APayment(const std::string& document, int64_t amount,
                                std::vector<Intent> intents = {}, int64_t version = 1,
                                Currency currency = kEur) {
  std::string content = currency.code() + std::to_string(amount);
  for (const Intent& i : intents) {
    content += "," + i.document + "!" + i.item + ":" + std::to_string(i.amount);
  }
  return {From(document, version, content),
          document,
          ReceiptKind::kPayment,
          currency,
          amount,
          Day(2026, 10, 12),
          std::move(intents)};
}

inline ReceiptRecorded ACreditNote(const std::string& document, int64_t amount,
                                   std::vector<Intent> intents = {}) {
  ReceiptRecorded note = APayment(document, amount, std::move(intents));
  note.kind = ReceiptKind::kCreditNote;
  return note;
}

inline ReceiptReversed AReversal(const std::string& document, const std::string& receipt,
                                 int64_t version = 1) {
  return {From(document, version, receipt), receipt, Currency{}, 0};
}

/// Decides and applies; the facts, or the refusal.
inline tl::expected<std::vector<AccountFact>, DocumentRefusal> Take(Books& books,
                                                                    const Document& document) {
  auto facts = DecideDocument(books, document);
  if (!facts) return facts;
  for (const AccountFact& fact : *facts) {
    const auto applied = Evolve(books, fact);
    if (!applied) throw std::runtime_error(applied.error().message);
  }
  return facts;
}

}  // namespace relance::ledger
