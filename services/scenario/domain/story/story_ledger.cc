#include "services/scenario/domain/story/story_ledger.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace relance::scenario {

bool StoryLedger::IsNamed(const std::string& reference) const {
  return items_.contains(reference) || documents_.contains(reference);
}

std::vector<std::string> StoryLedger::ItemsNamed(const std::string& reference) const {
  if (items_.contains(reference)) return {reference};
  const auto document = documents_.find(reference);
  if (document == documents_.end()) return {};
  std::vector<std::string> items = document->second.second;
  std::sort(items.begin(), items.end(), [&](const std::string& a, const std::string& b) {
    return std::tie(items_.at(a).due, a) < std::tie(items_.at(b).due, b);
  });
  return items;
}

int64_t StoryLedger::OpenOf(const LedgerItem& item) const {
  return item.amount - item.allocated;
}

const Currency* StoryLedger::CurrencyOf(const std::string& receipt) const {
  const auto at = receipts_.find(receipt);
  return at == receipts_.end() ? nullptr : &at->second.currency;
}

RecordMoney StoryLedger::Told(const std::string& id, const LedgerReceipt& receipt,
                              std::vector<Allocation> made) const {
  RecordMoney told;
  told.receipt = id;
  told.kind = receipt.kind;
  told.currency = receipt.currency;
  told.booked_on = receipt.booked_on;
  told.value_on = receipt.value_on;
  told.rest = receipt.rest;
  told.allocations = std::move(made);
  return told;
}

void StoryLedger::Allocate(LedgerReceipt& receipt, const Purpose& purpose,
                           std::vector<Allocation>& made) {
  int64_t wanted = purpose.amount.value_or(receipt.rest);
  for (const std::string& id : ItemsNamed(purpose.reference)) {
    LedgerItem& item = items_.at(id);
    if (item.currency != receipt.currency) continue;
    const int64_t amount = std::min({wanted, receipt.rest, OpenOf(item)});
    if (amount <= 0) continue;
    item.allocated += amount;
    receipt.rest -= amount;
    wanted -= amount;
    const Allocation allocation{id, amount, item.written_off ? 0 : OpenOf(item)};
    receipt.allocations.push_back(allocation);
    receipt.orders.push_back(allocations_++);
    made.push_back(allocation);
  }
}

/// What a smaller version no longer takes goes back to the receipts, the last allocation first.
void StoryLedger::GiveBack(const std::string& id, int64_t excess) {
  std::map<int, std::pair<LedgerReceipt*, Allocation*>, std::greater<>> latest_first;
  for (auto& [name, receipt] : receipts_) {
    for (size_t i = 0; i < receipt.allocations.size(); ++i) {
      Allocation& allocation = receipt.allocations[i];
      if (allocation.item == id) latest_first[receipt.orders[i]] = {&receipt, &allocation};
    }
  }
  for (const auto& [order, given] : latest_first) {
    const int64_t back = std::min(excess, given.second->amount);
    given.second->amount -= back;
    given.first->rest += back;
    excess -= back;
  }
}

std::vector<CaseInput> StoryLedger::Invoice(const std::string& document, int64_t version,
                                            Currency currency, const std::vector<Line>& lines,
                                            std::optional<Date> delivered_on) {
  const auto known = documents_.find(document);
  if (known != documents_.end() && version <= known->second.first) return {};
  std::map<std::string, int64_t> rest_before;
  for (const auto& [id, receipt] : receipts_) rest_before[id] = receipt.rest;
  std::vector<std::string> ids;
  RecordInvoice told;
  told.document = document;
  told.version = version;
  told.currency = currency;
  told.delivered_on = delivered_on;
  if (known != documents_.end()) {
    for (const std::string& id : known->second.second) {
      items_.at(id).amount = 0;  // Unless the new version has it.
    }
  }
  for (const Line& line : lines) {
    LedgerItem& item = items_[line.id];
    item.document = document;
    item.currency = currency;
    item.amount = line.amount;
    item.due = line.due;
    ids.push_back(line.id);
  }
  for (auto& [id, item] : items_) {
    if (item.document != document || item.allocated <= item.amount) continue;
    GiveBack(id, item.allocated - item.amount);
    item.allocated = item.amount;
  }
  for (const Line& line : lines) {
    told.items.push_back({line.id, line.amount, OpenOf(items_.at(line.id)), line.due});
  }
  documents_[document] = {version, std::move(ids)};
  std::vector<CaseInput> inputs{std::move(told)};
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [id, receipt] : receipts_) order.emplace_back(receipt.order, id);
  std::sort(order.begin(), order.end());
  for (const auto& [number, id] : order) {
    LedgerReceipt& receipt = receipts_.at(id);
    std::vector<Allocation> made;
    std::erase_if(receipt.waiting, [&](const Purpose& purpose) {
      if (!IsNamed(purpose.reference)) return false;
      Allocate(receipt, purpose, made);
      return true;
    });
    if (!made.empty() || receipt.rest != rest_before[id]) {
      inputs.push_back(Told(id, receipt, std::move(made)));
    }
  }
  return inputs;
}

std::vector<CaseInput> StoryLedger::Book(MoneyKind kind, const std::string& id, Money amount,
                                         const std::vector<Purpose>& purposes, Date today,
                                         Date value_on) {
  if (receipts_.contains(id)) return {};
  const int order = static_cast<int>(receipts_.size());
  LedgerReceipt& receipt = receipts_[id];
  receipt.order = order;
  receipt.kind = kind;
  receipt.currency = amount.currency;
  receipt.rest = amount.minor;
  receipt.booked_on = today;
  receipt.value_on = value_on;
  std::vector<Allocation> made;
  for (const Purpose& purpose : purposes) {
    if (IsNamed(purpose.reference)) {
      Allocate(receipt, purpose, made);
    } else {
      receipt.waiting.push_back(purpose);
    }
  }
  return {Told(id, receipt, std::move(made))};
}

std::vector<CaseInput> StoryLedger::AllocateRest(const std::string& id,
                                                 const std::vector<Purpose>& purposes) {
  const auto at = receipts_.find(id);
  if (at == receipts_.end()) return {};
  std::vector<Allocation> made;
  for (const Purpose& purpose : purposes) Allocate(at->second, purpose, made);
  if (made.empty()) return {};
  return {Told(id, at->second, std::move(made))};
}

std::vector<CaseInput> StoryLedger::Reverse(const std::string& id) {
  const auto at = receipts_.find(id);
  if (at == receipts_.end()) return {};
  LedgerReceipt& receipt = at->second;
  ReverseMoney told;
  told.receipt = id;
  told.kind = receipt.kind;
  told.currency = receipt.currency;
  std::map<std::string, int64_t> undone;
  for (const Allocation& allocation : receipt.allocations) {
    undone[allocation.item] += allocation.amount;
  }
  for (const auto& [item, amount] : undone) {
    LedgerItem& allocated = items_.at(item);
    allocated.allocated -= amount;
    told.undone.push_back({item, amount, allocated.written_off ? 0 : OpenOf(allocated)});
  }
  receipt.allocations.clear();
  receipt.orders.clear();
  receipt.waiting.clear();
  receipt.rest = 0;
  return {std::move(told)};
}

void StoryLedger::WriteOffItem(const std::string& item) {
  const auto at = items_.find(item);
  if (at != items_.end()) at->second.written_off = true;
}

}  // namespace relance::scenario
