#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libs/base/archive.h"
#include "libs/journal/view.h"

namespace relance::journal {

/// A part of a large document, kept as a document of its own. Copies of the large one share `value`
/// until one of them changes it: where it is another one, it changed.
struct Part {
  std::string name;                   ///< Unique in its document; without '/'.
  std::shared_ptr<const void> value;  ///< nullptr: not read yet.
  std::string (*encode)(const void*) = nullptr;
};

/// A value with parts. Describe is about the rest, and about which parts there are.
template <class T>
concept Parted = requires(T& value, const T& known, const std::vector<std::string>& bytes) {
  { known.Parts() } -> std::same_as<std::vector<Part>>;
  /// Of all parts, in the order of Parts().
  { value.ReadParts(bytes) } -> std::same_as<Result<void>>;
};

/// "case.part/FR01/D42/items.7": where a part of "case/FR01/D42" lies.
std::string PartKey(std::string_view key, std::string_view part);

/// The documents of one partition that an owner holds in memory, with what has changed since the
/// last Take. A document is a value with Describe (libs/base/archive.h) under a key "family/name".
/// Of a large one that is Parted, only the parts that changed are written again.
///
/// Every document must be known before it is read or edited: loaded from the view, or known to be
/// absent. Asking for an unknown one is a broken invariant and aborts, except during an Attempt.
class Documents {
  struct Slot {
    bool known = false;    ///< Not while it is only wanted.
    bool dropped = false;  ///< Its family, since it was wanted.
    bool exists = false;
    bool changed = false;
    std::string bytes;            ///< As loaded, until it is first read.
    std::shared_ptr<void> value;  ///< Decoded.
    std::string (*encode)(const void*) = nullptr;
    std::vector<Part> (*parts_of)(const void*) = nullptr;
    std::vector<Part> parts;  ///< As the view has them, of a decoded one.
  };
  using Place = std::pair<const std::string, Slot>;

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

  /// A document that is looked up once, to be read and written many times. Not to be kept beyond
  /// the Attempt it was looked up in, or Clear.
  class Document {
   public:
    bool Exists() const { return place_ != nullptr && place_->second.exists; }
    template <class T>
    const T* Find() const {
      return Exists() ? documents_->Value<T>(*place_) : nullptr;
    }
    template <class T>
    T& Edit() {
      if (place_ == nullptr) AbortOn("a document", kNotLoaded);
      return documents_->EditAt<T>(*place_);
    }

   private:
    friend class Documents;
    Document(Documents& documents, Place* place) : documents_(&documents), place_(place) {}

    Documents* documents_;
    Place* place_;  ///< nullptr: unknown, and noted by the attempt.
  };
  Document At(std::string_view key) { return {*this, Look(key)}; }

  bool Knows(std::string_view key) const {
    const auto found = slots_.find(key);
    return found != slots_.end() && found->second.known;
  }
  /// Adds what has to be loaded before `key` can be read: itself, or parts of it.
  template <class T>
  void Need(const std::string& key, std::vector<std::string>& keys) {
    const auto found = slots_.find(key);
    if (found == slots_.end() || !found->second.known) return keys.push_back(key);
    if (!found->second.exists) return;
    Attempt attempt(*this);
    if (Value<T>(*found) != nullptr) return;
    for (auto& missing : attempt.missing()) keys.push_back(std::move(missing));
  }
  size_t Size() const { return slots_.size(); }

  /// The value, or nullptr when the document does not exist. Valid until the next change of `key`.
  template <class T>
  const T* Find(std::string_view key) {
    return At(key).Find<T>();
  }

  /// The value for writing; a new T{} when the document does not exist. Marks it changed.
  template <class T>
  T& Edit(std::string_view key) {
    return EditAt<T>(Known(key));
  }

  bool Exists(std::string_view key) { return At(key).Exists(); }
  /// Of one that is Parted: after it was read, so that its parts go with it.
  void Remove(std::string_view key);

  /// Members of the view's ordered index.
  void AddToIndex(std::string member) { index_.emplace_back(std::move(member), true); }
  void RemoveFromIndex(std::string member) { index_.emplace_back(std::move(member), false); }
  void DropFamily(const std::string& family);

  /// Notes that `key` is to be loaded; false when it is known, and nothing is to be done.
  bool Want(std::string key);
  bool WantsAny() const { return !wanted_.empty(); }
  bool HasAsked() const { return !asked_.empty(); }
  /// All that is wanted, each once: the view is asked for it. What was asked for before has been
  /// installed.
  std::vector<std::string> AskForWanted();
  /// What the view said about all that it was asked for, in that order. Absent when its family was
  /// dropped since the last Take, or since it was wanted.
  void InstallAsked(std::vector<std::optional<std::string>> values);
  /// The same for one document. Does nothing when it is known already.
  void Install(const std::string& key, const std::optional<std::string>& bytes);

  /// Everything changed since the last Take, as absolute values.
  Changes Take();
  /// Index changes since the last Take, in order, for the owner's wake-ups.
  const std::vector<std::pair<std::string, bool>>& IndexChanges() const { return index_; }
  /// Forgets all documents. Only right when everything changed has been projected, or is void.
  void Clear();

  /// Every known document as it would be written; for comparisons.
  std::map<std::string, std::optional<std::string>> Contents() const;

 private:
  /// Not noexcept: then the hashes are kept beside the keys, which are long.
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
  };

  static constexpr const char* kNotLoaded = "it was used without having been loaded";

  template <class T>
  static std::string EncodeAs(const void* value) {
    return relance::Encode(*static_cast<const T*>(value));
  }

  template <class T>
  static std::vector<Part> PartsAs(const void* value) {
    return static_cast<const T*>(value)->Parts();
  }
  template <class T>
  static void Put(T value, Slot& slot) {
    slot.value = std::make_shared<T>(std::move(value));
    slot.encode = &EncodeAs<T>;
    if constexpr (Parted<T>) slot.parts_of = &PartsAs<T>;
  }

  /// nullptr: parts of it are unknown, and noted by the attempt.
  template <class T>
  T* Value(Place& place) {
    Slot& slot = place.second;
    if (!slot.value) {
      auto decoded = relance::Decode<T>(slot.bytes);
      if (!decoded) AbortOn(place.first, decoded.error().message);
      if constexpr (Parted<T>) {
        if (!ReadParts(place, *decoded)) return nullptr;
        slot.parts = decoded->Parts();
      }
      Put(std::move(*decoded), slot);
      slot.bytes = {};
    }
    return static_cast<T*>(slot.value.get());
  }

  /// Once read, they are held by their document alone.
  template <class T>
  bool ReadParts(const Place& place, T& whole) {
    std::vector<std::string> bytes;
    const std::vector<Part> parts = whole.Parts();
    for (const Part& part : parts) {
      const Place* at = Look(PartKey(place.first, part.name));
      if (at != nullptr) bytes.push_back(at->second.bytes);
    }
    if (bytes.size() < parts.size()) return false;
    const auto read = whole.ReadParts(bytes);
    if (!read) AbortOn(place.first, read.error().message);
    for (const Part& part : parts) slots_.erase(PartKey(place.first, part.name));
    return true;
  }

  template <class T>
  T& EditAt(Place& place) {
    Slot& slot = place.second;
    if (!std::exchange(slot.changed, true)) changed_.push_back(&place);
    if (!slot.exists) {
      slot.exists = true;
      Put(T{}, slot);
    }
    T* value = Value<T>(place);
    if (value == nullptr) AbortOn(place.first, kNotLoaded);
    return *value;
  }

  /// nullptr: unknown, and noted by the attempt.
  Place* Look(std::string_view key);
  Place& Known(std::string_view key);
  void Fill(Place& place, std::optional<std::string> bytes);
  static void TakeParts(Place& place, Changes& changes);
  [[noreturn]] static void AbortOn(std::string_view key, const std::string& reason);

  std::unordered_map<std::string, Slot, Hash, std::equal_to<>> slots_;
  std::vector<Place*> wanted_;   ///< Nobody has asked for them yet.
  std::vector<Place*> asked_;    ///< A view has been asked for them.
  std::vector<Place*> changed_;  ///< Each once, in the order of its first change.
  std::vector<std::pair<std::string, bool>> index_;
  std::set<std::string, std::less<>> dropped_;
  std::set<std::string>* attempt_ = nullptr;
};

}  // namespace relance::journal
