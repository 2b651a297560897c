#include "libs/configuration/store.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "libs/digest/digest.h"

namespace relance {
namespace {

/// Maps are written in key order, so that equal contents have equal bytes.
std::string Deterministic(const config::v1::Configuration& configuration) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  configuration.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

const std::string& RegisterOf(const config::v1::LegalEntity& entity) {
  return entity.register_().empty() ? entity.code() : entity.register_();
}

const config::v1::LegalEntity* FindEntity(const config::v1::Configuration& configuration,
                                          std::string_view code) {
  for (const auto& entity : configuration.legal_entities()) {
    if (entity.code() == code) return &entity;
  }
  return nullptr;
}

std::string ContentDigest(const config::v1::Configuration& configuration) {
  config::v1::Configuration content = configuration;
  content.clear_version();
  content.clear_digest();
  content.clear_applied_at_ms();
  content.clear_applied_by();
  return ToBytes(Sha256(Deterministic(content)));
}

Result<void> ConfigurationStore::Put(config::v1::Configuration configuration) {
  if (configuration.digest() != ContentDigest(configuration)) {
    return Corrupt("configuration version " + std::to_string(configuration.version()) +
                   " does not match its digest");
  }
  const std::lock_guard lock(mutex_);
  const auto known = versions_.find(configuration.version());
  if (known != versions_.end() && known->second->digest() != configuration.digest()) {
    return Corrupt("configuration version " + std::to_string(configuration.version()) +
                   " exists twice with different contents");
  }
  if (known == versions_.end()) {
    const uint32_t version = configuration.version();
    versions_[version] =
        std::make_shared<const config::v1::Configuration>(std::move(configuration));
    arrived_.notify_all();
  }
  return {};
}

ConfigurationPtr ConfigurationStore::Newest() const {
  const std::lock_guard lock(mutex_);
  if (versions_.empty()) return std::make_shared<const config::v1::Configuration>();
  return versions_.rbegin()->second;
}

ConfigurationPtr ConfigurationStore::Version(uint32_t version) const {
  const std::lock_guard lock(mutex_);
  const auto found = versions_.find(version);
  return found == versions_.end() ? nullptr : found->second;
}

ConfigurationPtr ConfigurationStore::Await(uint32_t version, Millis timeout) const {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, timeout, [&] { return versions_.contains(version); });
  const auto found = versions_.find(version);
  return found == versions_.end() ? nullptr : found->second;
}

Result<int> ConfigurationStore::PartitionOf(const AccountId& account) const {
  const ConfigurationPtr newest = Newest();
  const auto* entity = FindEntity(*newest, account.entity);
  if (entity == nullptr) {
    Error error{ErrorCode::kNotFound, "no legal entity " + account.entity + " is configured",
                "legal_entity"};
    return Failure(std::move(error));
  }
  return relance::PartitionOf(RegisterOf(*entity), account.account, partitions_);
}

}  // namespace relance
