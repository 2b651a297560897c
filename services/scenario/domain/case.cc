#include "services/scenario/domain/case.h"

#include <algorithm>
#include <tuple>

namespace relance::scenario {

std::string ContactKey(Channel channel, const std::string& name) {
  std::string key(Word(channel));
  return name.empty() ? key : key + ":" + name;
}

int64_t Item::Claimable() const {
  int64_t claimable = open;
  for (const Hold& hold : holds) {
    if (hold.scope == HoldScope::kPart) claimable -= std::min(hold.part, claimable);
  }
  return std::max<int64_t>(claimable, 0);
}

bool Item::IsHeld() const {
  return std::any_of(holds.begin(), holds.end(),
                     [](const Hold& hold) { return hold.scope == HoldScope::kItem; });
}

int64_t Promise::Sum() const {
  int64_t sum = 0;
  for (const auto& [receipt, money] : received) sum += money.amount;
  return sum;
}

int64_t Plan::DueUpTo(size_t k) const {
  int64_t sum = down ? down->amount : 0;
  for (size_t i = 0; i < k && i < instalments.size(); ++i) sum += instalments[i].amount;
  return sum;
}

int64_t Plan::Sum() const {
  int64_t sum = 0;
  for (const auto& [receipt, money] : received) sum += money.amount;
  return sum;
}

std::string Task::Key() const {
  std::string key(Word(kind));
  if (!subject.empty()) key += " " + subject;
  // A call is a task of its own each time: for other items or on another day.
  if (kind == TaskKind::kCall) key += " " + std::to_string(ToMillis(asked_at));
  if (kind == TaskKind::kAllocate && !items.empty()) key += " " + items.front();
  if (kind == TaskKind::kDecideCap && !items.empty()) key += " " + items.front();
  return key;
}

const Item* Case::FindOpen(std::string_view item) const {
  const auto at = items.find(std::string(item));
  return at == items.end() ? nullptr : &at->second;
}

const Item* Case::FindItem(const std::string& item) const {
  if (const Item* open = FindOpen(item)) return open;
  const auto at = closed.find(item);
  return at == closed.end() ? nullptr : &at->second;
}

bool Case::IsActionable(const Item& item) const {
  return holds.empty() && !item.IsHeld() && item.Claimable() > 0;
}

int Case::BrokenPromises() const {
  return static_cast<int>(std::count_if(promises.begin(), promises.end(), [](const auto& entry) {
    return entry.second.state == PromiseState::kBroken;
  }));
}

int Case::DerivedLevel() const {
  int highest = 0;
  for (const auto& [name, item] : items) {
    const int reached = item.track.standing.level;
    if (reached > highest && IsActionable(item)) highest = reached;
  }
  return highest;
}

std::vector<std::string> OpenItemsOf(const Case& c, const std::string& reference) {
  if (c.items.contains(reference)) return {reference};
  const auto document = c.documents.find(reference);
  if (document == c.documents.end()) return {};
  std::vector<std::string> open;
  for (const std::string& id : document->second.items) {
    if (c.items.contains(id)) open.push_back(id);
  }
  std::sort(open.begin(), open.end(), [&](const std::string& a, const std::string& b) {
    return std::tie(c.items.at(a).due, a) < std::tie(c.items.at(b).due, b);
  });
  return open;
}

}  // namespace relance::scenario
