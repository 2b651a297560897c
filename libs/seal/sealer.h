#pragma once

#include <string>
#include <string_view>

#include "libs/base/personal.h"
#include "libs/base/result.h"
#include "libs/base/sealed.h"
#include "libs/seal/key.h"

/// AES-256-GCM with a random nonce of 12 bytes and a tag of 16.
namespace relance::seal {

/// Seals personal data under one debtor's data key. The key id is authenticated with it, so that
/// sealed bytes cannot move between debtors.
Sealed Seal(std::string_view plain, const std::string& key_id, const Key& key);
/// kCorrupt when the bytes were altered or the key is another.
Result<Personal<std::string>> Open(const Sealed& sealed, const Key& key);

/// A debtor's data key under the key of his legal entity, bound to its id.
std::string WrapKey(const Key& data_key, std::string_view key_id, const Key& entity_key);
/// kCorrupt when the bytes were altered, the entity key is another, or they wrap another id.
Result<Key> UnwrapKey(std::string_view wrapped, std::string_view key_id, const Key& entity_key);

/// Nonce, cipher text and tag in one string; `context` is authenticated, not kept.
std::string SealBytes(std::string_view plain, std::string_view context, const Key& key);
Result<std::string> OpenBytes(std::string_view sealed, std::string_view context, const Key& key);

/// The primitive with a nonce of the caller's choice, for published test vectors and for opening.
std::string Encrypt(std::string_view plain, std::string_view context, std::string_view nonce,
                    const Key& key);
Result<std::string> Decrypt(std::string_view cipher_and_tag, std::string_view context,
                            std::string_view nonce, const Key& key);

}  // namespace relance::seal
