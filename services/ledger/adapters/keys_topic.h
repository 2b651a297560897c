#pragma once

#include <string>

#include "libs/kafka/producer.h"
#include "libs/seal/key_ring.h"
#include "services/ledger/adapters/personal_sealer.h"

namespace relance::ledger {

inline constexpr char kKeysTopic[] = "relance.keys.v1";

/// The value of a record of the keys topic; its Kafka key is the key id. Without a wrapped key it
/// says that the key was erased, and is kept: a reader who sees values only learns it too.
std::string KeyRecord(const std::string& key_id, const std::string& wrapped);
/// Puts what a record says into the ring. kCorrupt when it is no KeyRecord; else as KeyRing::Put.
Result<void> TakeKeyRecord(const std::string& record, seal::KeyRing& ring);

/// Writes to the keys topic and waits for the broker.
KeyPublisher PublishKeysTo(kafka::Producer& producer);

}  // namespace relance::ledger
