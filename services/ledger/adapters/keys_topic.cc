#include "services/ledger/adapters/keys_topic.h"

#include <utility>

#include "libs/base/archive.h"

namespace relance::ledger {

KeyPublisher PublishKeysTo(kafka::Producer& producer) {
  return [&producer](const std::string& key_id, const std::string& wrapped) -> Result<void> {
    const auto sent = producer.SendAndWait({kKeysTopic, 0, key_id, KeyRecord(key_id, wrapped), {}});
    if (!sent) return Failure(sent.error());
    return {};
  };
}

}  // namespace relance::ledger
