#include "services/scenario/domain/case.h"

#include <algorithm>
#include <tuple>

#include "services/scenario/domain/outlook.h"

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
  const auto at = items.find(item);
  return at == items.end() ? nullptr : &at->second;
}

const Item* Case::FindItem(std::string_view item) const {
  if (const Item* open = FindOpen(item)) return open;
  const auto at = closed.find(item);
  return at == closed.end() ? nullptr : &at->second;
}

Item* Case::EditItem(const std::string& item) {
  Item* open = items.Edit(item);
  return open != nullptr ? open : closed.Edit(item);
}

std::optional<Document> Case::FindDocument(std::string_view document) const {
  const auto at = documents.find(document);
  if (at != documents.end()) return at->second;
  const Item* item = FindItem(document);
  if (item == nullptr || item->document != document) return std::nullopt;
  return Document{item->version, {item->id}};
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
  if (IsCaseHeld()) return highest;
  for (const auto& [number, page] : items.pages()) highest = std::max(highest, LevelOf(*page));
  return highest;
}

std::vector<std::string> OpenItemsOf(const Case& c, const std::string& reference) {
  if (c.items.contains(reference)) return {reference};
  const auto document = c.documents.find(reference);
  if (document == c.documents.end()) return {};
  std::vector<const Item*> found;
  for (const Text& id : document->second.items) {
    if (const Item* item = c.FindOpen(id)) found.push_back(item);
  }
  std::sort(found.begin(), found.end(), [](const Item* a, const Item* b) {
    return std::tie(a->due, a->id) < std::tie(b->due, b->id);
  });
  std::vector<std::string> open;
  for (const Item* item : found) open.push_back(item->id);
  return open;
}

namespace {

void ShareTextsOf(const Text& id, Item& item, TextPool& shared) {
  item.id = id;
  if (item.document == id) item.document = id;
  if (item.reference == item.document) item.reference = item.document;
  Standing& standing = item.track.standing;
  for (Text* text : {&standing.step, &standing.notice, &standing.last_step, &item.minimum_asked,
                     &item.track.pending_notice}) {
    shared.Share(*text);
  }
}

}  // namespace

void ShareTexts(Case& c) {
  TextPool shared;  // Of steps and notices: a handful.
  for (auto* items : {&c.items, &c.closed}) {
    items->EditEach([&](const Text& id, Item& item) { ShareTextsOf(id, item, shared); });
  }
  c.documents.EditEach([&](const Text& number, Document& document) {
    for (Text& id : document.items) {
      for (auto* items : {&c.items, &c.closed}) {
        Item* item = items->Edit(id);
        if (item == nullptr) continue;
        id = item->id;
        if (item->document == number) item->document = number;
      }
    }
  });
}

}  // namespace relance::scenario
