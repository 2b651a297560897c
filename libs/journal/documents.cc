#include "libs/journal/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace relance::journal {

std::string PartKey(std::string_view key, std::string_view part) {
  const size_t family = key.find('/');
  return fmt::format("{}.part{}/{}", key.substr(0, family), key.substr(family), part);
}

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
  auto parts = std::move(place.second.parts);
  place.second = Slot{};
  place.second.known = true;
  place.second.changed = true;
  place.second.parts = std::move(parts);
}

void Documents::DropFamily(const std::string& family) {
  dropped_.insert(family);
  const std::string prefix = family + "/";
  for (auto& [key, slot] : slots_) {
    if (!key.starts_with(prefix)) continue;
    const bool known = slot.known;
    slot = Slot{};
    slot.known = known;
    slot.dropped = !known;
  }
  std::erase_if(changed_, [](const Place* place) { return !place->second.changed; });
}

bool Documents::Want(std::string key) {
  const auto [at, fresh] = slots_.try_emplace(std::move(key));
  if (fresh) wanted_.push_back(&*at);
  return !at->second.known;
}

std::vector<std::string> Documents::AskForWanted() {
  if (!asked_.empty()) AbortOn(asked_.front()->first, "it was asked for and never installed");
  std::vector<std::string> keys;
  keys.reserve(wanted_.size());
  for (const Place* place : wanted_) keys.push_back(place->first);
  asked_ = std::exchange(wanted_, {});
  return keys;
}

void Documents::InstallAsked(std::vector<std::optional<std::string>> values) {
  for (size_t i = 0; i < asked_.size(); ++i) Fill(*asked_[i], std::move(values.at(i)));
  asked_.clear();
}

void Documents::Install(const std::string& key, const std::optional<std::string>& bytes) {
  const auto [at, fresh] = slots_.try_emplace(key);
  if (fresh) Fill(*at, bytes);
}

void Documents::Fill(Place& place, std::optional<std::string> bytes) {
  auto& [key, slot] = place;
  slot.known = true;
  const std::string_view family = std::string_view(key).substr(0, key.find('/'));
  const bool dropped = std::exchange(slot.dropped, false) || dropped_.contains(family);
  if (!bytes || dropped) return;
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
    TakeParts(*place, changes);
  }
  changed_.clear();
  index_.clear();
  dropped_.clear();
  return changes;
}

void Documents::TakeParts(Place& place, Changes& changes) {
  auto& [key, slot] = place;
  const bool parted = slot.value && slot.parts_of != nullptr;
  std::vector<Part> now = parted ? slot.parts_of(slot.value.get()) : std::vector<Part>{};
  if (now.empty() && slot.parts.empty()) return;
  std::map<std::string_view, const void*> before;
  for (const Part& part : slot.parts) before.emplace(part.name, part.value.get());
  for (const Part& part : now) {
    const auto known = before.extract(part.name);
    if (!known.empty() && known.mapped() == part.value.get()) continue;
    changes.documents.emplace_back(PartKey(key, part.name), part.encode(part.value.get()));
  }
  for (const auto& [gone, value] : before) {
    changes.documents.emplace_back(PartKey(key, gone), std::nullopt);
  }
  slot.parts = std::move(now);
}

std::map<std::string, std::optional<std::string>> Documents::Contents() const {
  std::map<std::string, std::optional<std::string>> contents;
  for (const auto& [key, slot] : slots_) {
    if (!slot.known) continue;
    auto& bytes = contents[key];
    if (slot.exists) bytes = slot.value ? slot.encode(slot.value.get()) : slot.bytes;
    if (!slot.value || slot.parts_of == nullptr) continue;
    for (const Part& part : slot.parts_of(slot.value.get())) {
      contents[PartKey(key, part.name)] = part.encode(part.value.get());
    }
  }
  return contents;
}

void Documents::Clear() {
  slots_.clear();
  wanted_.clear();
  asked_.clear();
  changed_.clear();
  index_.clear();
  dropped_.clear();
}

}  // namespace relance::journal
