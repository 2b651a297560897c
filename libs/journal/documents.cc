#include "libs/journal/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace relance::journal {

Documents::Slot* Documents::Look(const std::string& key) {
  const auto found = slots_.find(key);
  if (found != slots_.end()) return &found->second;
  if (attempt_ == nullptr) AbortOn(key, "it was used without having been loaded");
  attempt_->insert(key);
  return nullptr;
}

Documents::Slot& Documents::Change(const std::string& key) {
  const auto found = slots_.find(key);
  if (found == slots_.end()) AbortOn(key, "it was used without having been loaded");
  if (!std::exchange(found->second.changed, true)) changed_.push_back(&*found);
  return found->second;
}

void Documents::AbortOn(const std::string& key, const std::string& reason) {
  fmt::print(stderr, "document {}: {}\n", key, reason);
  std::abort();
}

void Documents::Remove(const std::string& key) {
  Slot& slot = Change(key);
  slot = Slot{};
  slot.changed = true;
}

void Documents::DropFamily(const std::string& family) {
  dropped_.insert(family);
  const std::string prefix = family + "/";
  for (auto& [key, slot] : slots_) {
    if (key.starts_with(prefix)) slot = Slot{};
  }
  std::erase_if(changed_, [](const Place* place) { return !place->second.changed; });
}

void Documents::Install(const std::string& key, const std::optional<std::string>& bytes) {
  const auto [slot, fresh] = slots_.try_emplace(key);
  if (!fresh || !bytes || dropped_.contains(key.substr(0, key.find('/')))) return;
  slot->second.exists = true;
  slot->second.bytes = *bytes;
}

Changes Documents::Take() {
  Changes changes;
  changes.dropped_families = std::move(dropped_);
  changes.index = std::move(index_);
  std::ranges::sort(
      changed_, {}, [](const Place* place) -> const auto& { return place->first; });
  for (Place* place : changed_) {
    auto& [key, slot] = *place;
    slot.changed = false;
    std::optional<std::string> bytes;
    if (slot.exists) bytes = slot.value ? slot.encode(slot.value.get()) : slot.bytes;
    changes.documents.emplace_hint(changes.documents.end(), key, std::move(bytes));
  }
  changed_.clear();
  index_.clear();
  dropped_.clear();
  return changes;
}

std::map<std::string, std::optional<std::string>> Documents::Contents() const {
  std::map<std::string, std::optional<std::string>> contents;
  for (const auto& [key, slot] : slots_) {
    auto& bytes = contents[key];
    if (slot.exists) bytes = slot.value ? slot.encode(slot.value.get()) : slot.bytes;
  }
  return contents;
}

void Documents::Clear() {
  slots_.clear();
  changed_.clear();
  index_.clear();
  dropped_.clear();
}

}  // namespace relance::journal
