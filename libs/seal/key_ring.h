#pragma once

#include <functional>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "libs/base/personal.h"
#include "libs/base/result.h"
#include "libs/base/sealed.h"
#include "libs/seal/key.h"

namespace relance::seal {

/// "FR01/D42#1": legal entity, account number, and the number of this account's key, raised when a
/// person who was erased becomes a debtor again. Names an account, not a person.
std::string KeyId(std::string_view entity, std::string_view account, int number);
/// The legal entity of a key id; empty when the text is none.
std::string EntityOf(std::string_view key_id);

/// The data keys of debtors as the keys topic tells them, in memory, wrapped; unwrapped only to be
/// used. Thread-safe.
class KeyRing {
 public:
  /// The key of a legal entity; kNotFound or kInvalid when there is none.
  using EntityKeys = std::function<Result<Key>(const std::string& entity)>;

  explicit KeyRing(EntityKeys entity_keys);
  /// Entity keys by legal entity code.
  explicit KeyRing(std::map<std::string, Key> entity_keys);

  /// A new data key for `key_id`, kept, and returned wrapped for the keys topic. The key of an id
  /// that has one already is returned as it is. kInvalid: no such entity. kConflict: erased.
  Result<std::string> Create(const std::string& key_id);
  /// What the keys topic says. The same key wrapped anew (a changed entity key) replaces the old
  /// wrapping. kConflict: another key under a known id, or an id that was erased; kCorrupt: the
  /// wrapping does not open; kInvalid: no key for its entity.
  Result<void> Put(const std::string& key_id, const std::string& wrapped);
  /// A tombstone: nothing sealed under the id can be opened again, and the id is never reused.
  void Erase(const std::string& key_id);

  /// kNotFound: unknown, or erased.
  Result<Key> Find(const std::string& key_id) const;
  bool IsErased(const std::string& key_id) const;

  /// Find, then seal or open.
  Result<Sealed> Seal(std::string_view plain, const std::string& key_id) const;
  Result<Personal<std::string>> Open(const Sealed& sealed) const;

  size_t Size() const;

 private:
  Result<Key> Unwrap(const std::string& key_id, const std::string& wrapped) const;

  const EntityKeys entity_keys_;
  mutable std::shared_mutex mutex_;
  /// No value: erased.
  std::unordered_map<std::string, std::optional<std::string>> wrapped_;
};

}  // namespace relance::seal
