#include "services/ledger/adapters/personal_sealer.h"

#include <algorithm>

namespace relance::ledger {

Result<std::string> DebtorSealer::KeyIdOf(const AccountId& account) {
  const std::lock_guard lock(mutex_);
  int number = 1;
  while (ring_.IsErased(seal::KeyId(account.entity, account.account, number))) ++number;
  const std::string key_id = seal::KeyId(account.entity, account.account, number);
  const auto known = ring_.Find(key_id);
  if (known && !unpublished_.contains(key_id)) return key_id;
  if (!known && known.error().code != ErrorCode::kNotFound) return Failure(known.error());
  const auto wrapped = ring_.Create(key_id);
  if (!wrapped) {
    Error error = wrapped.error();
    if (error.code == ErrorCode::kInvalid) error.field = "legal_entity";
    return Failure(std::move(error));
  }
  unpublished_.insert(key_id);
  if (auto published = publish_(key_id, *wrapped); !published) {
    return Unavailable("key of " + account.entity + " was not kept: " + published.error().message);
  }
  unpublished_.erase(key_id);
  return key_id;
}

Result<Sealed> DebtorSealer::Seal(const AccountId& account, std::string_view plain) {
  const auto key_id = KeyIdOf(account);
  if (!key_id) return Failure(key_id.error());
  return ring_.Seal(plain, *key_id);
}

Result<Digest> DebtorSealer::Fingerprint(const AccountId& account, std::string_view plain) {
  const auto key_id = KeyIdOf(account);
  if (!key_id) return Failure(key_id.error());
  const auto key = ring_.Find(*key_id);
  if (!key) return Failure(key.error());
  const seal::Key tag = key->Derive("relance content 1/" + std::string(plain));
  Digest digest{};
  std::copy_n(tag.data(), digest.size(), digest.begin());
  return digest;
}

}  // namespace relance::ledger
