#include "libs/journal/documents.h"

#include <fmt/format.h>

#include <cstdlib>

namespace relance::journal {

Documents::Slot& Documents::At(const std::string& key) {
  const auto found = slots_.find(key);
  if (found == slots_.end()) AbortOn(key, "it was used without having been loaded");
  return found->second;
}

void Documents::AbortOn(const std::string& key, const std::string& reason) {
  fmt::print(stderr, "document {}: {}\n", key, reason);
  std::abort();
}

void Documents::Remove(const std::string& key) {
  Slot& slot = At(key);
  slot = Slot{};
  slot.changed = true;
  changed_[key] = true;
}

void Documents::DropFamily(const std::string& family) {
  dropped_.insert(family);
  const std::string prefix = family + "/";
  for (auto& [key, slot] : slots_) {
    if (!key.starts_with(prefix)) continue;
    slot = Slot{};
    changed_.erase(key);
  }
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
  for (const auto& [key, unused] : changed_) {
    Slot& slot = At(key);
    slot.changed = false;
    if (slot.exists) {
      changes.documents[key] = slot.value ? slot.encode(slot.value.get()) : slot.bytes;
    } else {
      changes.documents[key] = std::nullopt;
    }
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
