#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libs/base/archive.h"
#include "libs/journal/view.h"

namespace relance::journal {

/// The documents of one partition that an owner holds in memory, with what has changed since the
/// last Take. A document is a value with Describe (libs/base/archive.h) under a key "family/name".
///
/// Every document must be known before it is read or edited: loaded from the view, or known to be
/// absent. Asking for an unknown one is a broken invariant and aborts, except during an Attempt.
class Documents {
 public:
  /// While it lives, an unknown document reads as absent and is noted: what was computed is void
  /// unless nothing is missing. Writing an unknown one still aborts.
  class Attempt {
   public:
    explicit Attempt(Documents& documents) : documents_(documents) {
      documents_.attempt_ = &missing_;
    }
    ~Attempt() { documents_.attempt_ = nullptr; }
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    /// What was asked for in vain, each once.
    std::vector<std::string> missing() const { return {missing_.begin(), missing_.end()}; }

   private:
    Documents& documents_;
    std::set<std::string> missing_;
  };

  bool Knows(const std::string& key) const { return slots_.contains(key); }
  size_t Size() const { return slots_.size(); }

  /// The value, or nullptr when the document does not exist. Valid until the next change of `key`.
  template <class T>
  const T* Find(const std::string& key) {
    Slot* slot = Look(key);
    if (slot == nullptr || !slot->exists) return nullptr;
    return &Value<T>(*slot, key);
  }

  /// The value for writing; a new T{} when the document does not exist. Marks it changed.
  template <class T>
  T& Edit(const std::string& key) {
    Slot& slot = Change(key);
    if (!slot.exists) {
      slot.exists = true;
      slot.value = std::make_shared<T>();
      slot.encode = &EncodeAs<T>;
    }
    return Value<T>(slot, key);
  }

  void Remove(const std::string& key);

  /// Members of the view's ordered index.
  void AddToIndex(const std::string& member) { index_[member] = true; }
  void RemoveFromIndex(const std::string& member) { index_[member] = false; }
  void DropFamily(const std::string& family);

  /// What a view said about `key`. Does nothing when the document is known already; absent when its
  /// family was dropped since the last Take.
  void Install(const std::string& key, const std::optional<std::string>& bytes);

  /// Everything changed since the last Take, as absolute values.
  Changes Take();
  /// Index changes since the last Take, for the owner's wake-ups.
  const std::map<std::string, bool>& IndexChanges() const { return index_; }
  /// Forgets all documents. Only right when everything changed has been projected, or is void.
  void Clear();

  /// Every known document as it would be written; for comparisons.
  std::map<std::string, std::optional<std::string>> Contents() const;

  bool Exists(const std::string& key) {
    const Slot* slot = Look(key);
    return slot != nullptr && slot->exists;
  }

 private:
  struct Slot {
    bool exists = false;
    bool changed = false;
    std::string bytes;            ///< As loaded, until it is first read.
    std::shared_ptr<void> value;  ///< Decoded.
    std::string (*encode)(const void*) = nullptr;
  };

  template <class T>
  static std::string EncodeAs(const void* value) {
    return relance::Encode(*static_cast<const T*>(value));
  }

  template <class T>
  T& Value(Slot& slot, const std::string& key) {
    if (!slot.value) {
      auto decoded = relance::Decode<T>(slot.bytes);
      if (!decoded) AbortOn(key, decoded.error().message);
      slot.value = std::make_shared<T>(std::move(*decoded));
      slot.encode = &EncodeAs<T>;
      slot.bytes.clear();
    }
    return *static_cast<T*>(slot.value.get());
  }

  using Place = std::pair<const std::string, Slot>;

  /// nullptr: unknown, and noted by the attempt.
  Slot* Look(const std::string& key);
  /// The slot, marked as changed.
  Slot& Change(const std::string& key);
  [[noreturn]] static void AbortOn(const std::string& key, const std::string& reason);

  std::unordered_map<std::string, Slot> slots_;
  std::vector<Place*> changed_;  ///< Each once, in the order of its first change.
  std::map<std::string, bool> index_;
  std::set<std::string> dropped_;
  std::set<std::string>* attempt_ = nullptr;
};

}  // namespace relance::journal
