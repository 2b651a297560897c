#include "libs/journal/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace relance::journal {

Documents::Place* Documents::Look(std::string_view key) {
  const auto found = slots_.find(key);
  if (found != slots_.end() && found->second.known) return &*found;
  if (attempt_ == nullptr) AbortOn(key, kNotLoaded);
  attempt_->emplace(key);
  return nullptr;
}

Documents::Place& Documents::Known(std::string_view key) {
  const auto found = slots_.find(key);
  if (found == slots_.end() || !found->second.known) AbortOn(key, kNotLoaded);
  return *found;
}

void Documents::AbortOn(std::string_view key, const std::string& reason) {
  fmt::print(stderr, "document {}: {}\n", key, reason);
  std::abort();
}

void Documents::Remove(std::string_view key) {
  Place& place = Known(key);
  if (!place.second.changed) changed_.push_back(&place);
  place.second = Slot{};
  place.second.known = true;
  place.second.changed = true;
}

void Documents::DropFamily(const std::string& family) {
  dropped_.insert(family);
  const std::string prefix = family + "/";
  for (auto& [key, slot] : slots_) {
    if (!slot.known || !key.starts_with(prefix)) continue;
    slot = Slot{};
    slot.known = true;
  }
  std::erase_if(changed_, [](const Place* place) { return !place->second.changed; });
}

bool Documents::Want(const std::string& key) {
  const auto [at, fresh] = slots_.try_emplace(key);
  if (fresh) wanted_.push_back(&*at);
  return fresh;
}

void Documents::InstallWanted(std::vector<std::optional<std::string>> values) {
  for (size_t i = 0; i < wanted_.size(); ++i) Fill(*wanted_[i], std::move(values.at(i)));
  wanted_.clear();
}

void Documents::Install(const std::string& key, const std::optional<std::string>& bytes) {
  const auto [at, fresh] = slots_.try_emplace(key);
  if (fresh) Fill(*at, bytes);
}

void Documents::Fill(Place& place, std::optional<std::string> bytes) {
  auto& [key, slot] = place;
  slot.known = true;
  const std::string_view family = std::string_view(key).substr(0, key.find('/'));
  if (!bytes || dropped_.contains(family)) return;
  slot.exists = true;
  slot.bytes = *std::move(bytes);
}

Changes Documents::Take() {
  Changes changes;
  changes.dropped_families = std::move(dropped_);
  changes.index = std::move(index_);
  changes.documents.reserve(changed_.size());
  for (Place* place : changed_) {
    auto& [key, slot] = *place;
    slot.changed = false;
    auto& [name, bytes] = changes.documents.emplace_back(key, std::nullopt);
    if (slot.exists) bytes = slot.value ? slot.encode(slot.value.get()) : slot.bytes;
  }
  changed_.clear();
  index_.clear();
  dropped_.clear();
  return changes;
}

std::map<std::string, std::optional<std::string>> Documents::Contents() const {
  std::map<std::string, std::optional<std::string>> contents;
  for (const auto& [key, slot] : slots_) {
    if (!slot.known) continue;
    auto& bytes = contents[key];
    if (slot.exists) bytes = slot.value ? slot.encode(slot.value.get()) : slot.bytes;
  }
  return contents;
}

void Documents::Clear() {
  slots_.clear();
  wanted_.clear();
  changed_.clear();
  index_.clear();
  dropped_.clear();
}

}  // namespace relance::journal
