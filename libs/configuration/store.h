#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "relance/config/v1/config.pb.h"

namespace relance {

using ConfigurationPtr = std::shared_ptr<const config::v1::Configuration>;

/// All configuration versions that this process has read from relance.config.v1. Thread-safe.
class ConfigurationStore {
 public:
  explicit ConfigurationStore(int partitions) : partitions_(partitions) {}

  int Partitions() const { return partitions_; }

  /// Adds a version. kCorrupt when its digest is not that of its contents, or another content has
  /// this version already.
  Result<void> Put(config::v1::Configuration configuration);

  /// The newest version, or one with version 0 and nothing in it.
  ConfigurationPtr Newest() const;
  /// nullptr when this version has not been read (yet).
  ConfigurationPtr Version(uint32_t version) const;
  /// Waits for a version, at most `timeout`; nullptr after that.
  ConfigurationPtr Await(uint32_t version, Millis timeout) const;

  /// The partition that owns an account, by the newest version; kNotFound with field
  /// `legal_entity` when no version knows the entity.
  Result<int> PartitionOf(const AccountId& account) const;

 private:
  const int partitions_;
  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::map<uint32_t, ConfigurationPtr> versions_;
};

/// The numbering domain of its debtor accounts: equal numbers are one debtor.
const std::string& RegisterOf(const config::v1::LegalEntity& entity);

/// nullptr when unknown.
const config::v1::LegalEntity* FindEntity(const config::v1::Configuration& configuration,
                                          std::string_view code);

/// SHA-256 over the contents: everything but version, digest, applied_at and applied_by.
std::string ContentDigest(const config::v1::Configuration& configuration);

}  // namespace relance
