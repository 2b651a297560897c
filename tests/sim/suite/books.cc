#include <fmt/format.h>

#include <set>

#include "tests/sim/suite/proof.h"

namespace relance::sim {

void Books::Take(const ledger::v1::LedgerFact& fact) {
  if (fact.has_invoice_recorded()) {
    const auto& invoice = fact.invoice_recorded();
    std::set<std::string> given_up;
    std::erase_if(items_, [&](const auto& i) {
      if (i.second.document != invoice.document()) return false;
      if (i.second.written_off) given_up.insert(i.first);
      return true;
    });
    for (const auto& item : invoice.items()) {
      items_[item.id()] = {invoice.document(), invoice.currency(), item.amount(), item.open(),
                           given_up.contains(item.id())};
    }
  } else if (fact.has_receipt_recorded()) {
    const auto& receipt = fact.receipt_recorded();
    Receipt& mine = receipts_[receipt.document()];
    mine.currency = receipt.currency();
    mine.amount = receipt.amount();
    mine.told_rest = mine.reversed ? 0 : receipt.amount();
  } else if (fact.has_allocated()) {
    const auto& allocated = fact.allocated();
    shares_[{allocated.receipt(), allocated.item()}] += allocated.amount();
    items_[allocated.item()].told_open = allocated.item_open();
    receipts_[allocated.receipt()].told_rest = allocated.receipt_rest();
  } else if (fact.has_allocation_undone()) {
    const auto& undone = fact.allocation_undone();
    shares_[{undone.receipt(), undone.item()}] -= undone.amount();
    if (const auto item = items_.find(undone.item()); item != items_.end()) {
      item->second.told_open = undone.item_open();
    }
    receipts_[undone.receipt()].told_rest = undone.receipt_rest();
  } else if (fact.has_receipt_reversed()) {
    Receipt& mine = receipts_[fact.receipt_reversed().receipt()];
    mine.reversed = true;
    mine.told_rest = 0;
  } else if (fact.has_write_off_recorded()) {
    for (const auto& given_up : fact.write_off_recorded().items()) {
      items_[given_up.item()].written_off = true;
      items_[given_up.item()].told_open -= given_up.amount();
    }
  }
}

int64_t Books::OpenOf(const std::string& item) const {
  const auto at = items_.find(item);
  return at == items_.end() || at->second.written_off ? 0 : LeftOf(item);
}

int64_t Books::WrittenOffOf(const std::string& item) const {
  const auto at = items_.find(item);
  return at == items_.end() || !at->second.written_off ? 0 : LeftOf(item);
}

int64_t Books::LeftOf(const std::string& item) const {
  const auto at = items_.find(item);
  if (at == items_.end()) return 0;
  int64_t open = at->second.amount;
  for (const auto& [share, amount] : shares_) {
    if (share.second == item) open -= amount;
  }
  return open;
}

int64_t Books::RestOf(const std::string& receipt) const {
  const auto at = receipts_.find(receipt);
  if (at == receipts_.end() || at->second.reversed) return 0;
  int64_t rest = at->second.amount;
  for (const auto& [share, amount] : shares_) {
    if (share.first == receipt) rest -= amount;
  }
  return rest;
}

std::string Books::Contradiction() const {
  for (const auto& [id, item] : items_) {
    const int64_t open = OpenOf(id);
    if (LeftOf(id) < 0 || open != item.told_open) {
      return fmt::format("item {} is told open {}, its allocations leave {}", id, item.told_open,
                         open);
    }
  }
  for (const auto& [id, receipt] : receipts_) {
    const int64_t rest = RestOf(id);
    if (rest < 0 || rest != receipt.told_rest) {
      return fmt::format("receipt {} is told to have {} left, its allocations leave {}", id,
                         receipt.told_rest, rest);
    }
  }
  for (const auto& [share, amount] : shares_) {
    if (amount < 0) return fmt::format("more of {} was undone than allocated", share.first);
  }
  return {};
}

}  // namespace relance::sim
