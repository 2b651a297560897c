#include "libs/seal/key_ring.h"

#include <mutex>
#include <utility>

#include "libs/seal/sealer.h"

namespace relance::seal {

std::string KeyId(std::string_view entity, std::string_view account, int number) {
  return std::string(entity) + "/" + std::string(account) + "#" + std::to_string(number);
}

std::string EntityOf(std::string_view key_id) {
  const size_t slash = key_id.find('/');
  const size_t hash = key_id.rfind('#');
  const bool well_formed = slash != std::string_view::npos && hash != std::string_view::npos &&
                           slash + 1 < hash && hash + 1 < key_id.size();
  return well_formed ? std::string(key_id.substr(0, slash)) : std::string();
}

KeyRing::KeyRing(EntityKeys entity_keys) : entity_keys_(std::move(entity_keys)) {}

KeyRing::KeyRing(std::map<std::string, Key> entity_keys)
    : KeyRing([keys = std::move(entity_keys)](const std::string& entity) -> Result<Key> {
        const auto found = keys.find(entity);
        if (found == keys.end()) return Invalid("there is no key of legal entity " + entity);
        return found->second;
      }) {}

Result<Key> KeyRing::Unwrap(const std::string& key_id, const std::string& wrapped) const {
  const auto entity = entity_keys_(EntityOf(key_id));
  if (!entity) return Invalid("no entity key for key " + key_id + ": " + entity.error().message);
  return UnwrapKey(wrapped, key_id, *entity);
}

Result<std::string> KeyRing::Create(const std::string& key_id) {
  const auto entity = entity_keys_(EntityOf(key_id));
  if (!entity) return Invalid("no entity key for key " + key_id + ": " + entity.error().message);
  const std::unique_lock lock(mutex_);
  const auto [at, is_new] = wrapped_.try_emplace(key_id);
  if (is_new) at->second = WrapKey(Key::Random(), key_id, *entity);
  if (!at->second) return Conflict("key " + key_id + " was erased");
  return *at->second;
}

Result<void> KeyRing::Put(const std::string& key_id, const std::string& wrapped) {
  const Result<Key> key = Unwrap(key_id, wrapped);
  if (!key) return Failure(key.error());
  const std::unique_lock lock(mutex_);
  const auto [at, is_new] = wrapped_.try_emplace(key_id, wrapped);
  if (is_new) return {};
  if (!at->second) return Conflict("key " + key_id + " was erased");
  const Result<Key> known = Unwrap(key_id, *at->second);
  if (!known) return Failure(known.error());
  if (!(*known == *key)) return Conflict("another key is known as " + key_id);
  at->second = wrapped;
  return {};
}

void KeyRing::Erase(const std::string& key_id) {
  const std::unique_lock lock(mutex_);
  wrapped_[key_id].reset();
}

Result<Key> KeyRing::Find(const std::string& key_id) const {
  const std::shared_lock lock(mutex_);
  const auto at = wrapped_.find(key_id);
  if (at == wrapped_.end()) return NotFound("key " + key_id + " is not known");
  if (!at->second) return NotFound("key " + key_id + " was erased");
  return Unwrap(key_id, *at->second);
}

bool KeyRing::IsErased(const std::string& key_id) const {
  const std::shared_lock lock(mutex_);
  const auto at = wrapped_.find(key_id);
  return at != wrapped_.end() && !at->second;
}

Result<Sealed> KeyRing::Seal(std::string_view plain, const std::string& key_id) const {
  const Result<Key> key = Find(key_id);
  if (!key) return Failure(key.error());
  return seal::Seal(plain, key_id, *key);
}

Result<Personal<std::string>> KeyRing::Open(const Sealed& sealed) const {
  const Result<Key> key = Find(sealed.key_id);
  if (!key) return Failure(key.error());
  return seal::Open(sealed, *key);
}

size_t KeyRing::Size() const {
  const std::shared_lock lock(mutex_);
  size_t n = 0;
  for (const auto& [id, wrapped] : wrapped_) n += wrapped.has_value();
  return n;
}

}  // namespace relance::seal
