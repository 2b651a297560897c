#pragma once

#include <string>

#include "libs/kafka/producer.h"
#include "libs/seal/key_record.h"
#include "libs/seal/key_ring.h"
#include "services/ledger/adapters/personal_sealer.h"

namespace relance::ledger {

inline constexpr char kKeysTopic[] = "relance.keys.v1";

using seal::KeyRecord;
using seal::TakeKeyRecord;

/// Writes to the keys topic and waits for the broker.
KeyPublisher PublishKeysTo(kafka::Producer& producer);

}  // namespace relance::ledger
