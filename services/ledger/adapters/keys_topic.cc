#include "services/ledger/adapters/keys_topic.h"

#include <utility>

#include "libs/base/archive.h"

namespace relance::ledger {

std::string KeyRecord(const std::string& key_id, const std::string& wrapped) {
  return Encode(std::pair(key_id, wrapped));
}

Result<void> TakeKeyRecord(const std::string& record, seal::KeyRing& ring) {
  const auto read = Decode<std::pair<std::string, std::string>>(record);
  if (!read) return Failure(read.error());
  const auto& [key_id, wrapped] = *read;
  if (!wrapped.empty()) return ring.Put(key_id, wrapped);
  ring.Erase(key_id);
  return {};
}

KeyPublisher PublishKeysTo(kafka::Producer& producer) {
  return [&producer](const std::string& key_id, const std::string& wrapped) -> Result<void> {
    const auto sent = producer.SendAndWait({kKeysTopic, 0, key_id, KeyRecord(key_id, wrapped), {}});
    if (!sent) return Failure(sent.error());
    return {};
  };
}

}  // namespace relance::ledger
