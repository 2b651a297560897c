#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "libs/base/account_id.h"
#include "libs/base/result.h"
#include "libs/base/sealed.h"
#include "libs/digest/digest.h"
#include "libs/seal/key_ring.h"

namespace relance::ledger {

/// Seals what the intake reads about a person, before it goes anywhere. kInvalid: the legal entity
/// has no key; kUnavailable: a new debtor's key could not be kept, try again.
class PersonalSealer {
 public:
  virtual ~PersonalSealer() = default;

  virtual Result<Sealed> Seal(const AccountId& account, std::string_view plain) = 0;
  /// Equal for equal content, also after a restart, and telling nothing to who lacks the key.
  virtual Result<Digest> Fingerprint(const AccountId& account, std::string_view plain) = 0;
};

/// Puts a wrapped data key on the keys topic; returns once the broker has it.
using KeyPublisher =
    std::function<Result<void>(const std::string& key_id, const std::string& wrapped)>;

/// With a data key per debtor: a new one is published before its first use. Thread-safe.
class DebtorSealer : public PersonalSealer {
 public:
  DebtorSealer(seal::KeyRing& ring, KeyPublisher publish)
      : ring_(ring), publish_(std::move(publish)) {}

  Result<Sealed> Seal(const AccountId& account, std::string_view plain) override;
  Result<Digest> Fingerprint(const AccountId& account, std::string_view plain) override;

 private:
  Result<std::string> KeyIdOf(const AccountId& account);

  seal::KeyRing& ring_;
  const KeyPublisher publish_;
  std::mutex mutex_;
  std::set<std::string> unpublished_;
};

}  // namespace relance::ledger
