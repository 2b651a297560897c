#pragma once

#include <string>

#include "libs/seal/key_ring.h"

namespace relance::seal {

/// The value of a record of the keys topic; its Kafka key is the key id. Without a wrapped key it
/// says that the key was erased, so that a reader who sees values only learns it too.
std::string KeyRecord(const std::string& key_id, const std::string& wrapped);
/// Puts what a record says into the ring. kCorrupt when it is no KeyRecord; else as KeyRing::Put.
Result<void> TakeKeyRecord(const std::string& record, KeyRing& ring);

}  // namespace relance::seal
