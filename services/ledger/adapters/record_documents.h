#pragma once

#include <grpcpp/grpcpp.h>

#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/log/logger.h"
#include "libs/process/worker_pool.h"
#include "relance/ledger/v1/ledger.pb.h"
#include "services/ledger/adapters/parked_events.h"
#include "services/ledger/adapters/translator.h"

namespace relance::ledger {

/// What recording the documents of a stream takes.
struct RecordingPorts {
  const ConfigurationStore& configuration;
  const Translator& translator;
  journal::CommandFront& front;
  ParkedEvents& parked;
  WorkerPool& pool;
};

/// Documents in flight per stream: no more is read from the caller until one is acknowledged.
inline constexpr int kMostInFlight = 256;

/// A reactor for one call; deletes itself. Every document is on the ledger's topics or parked when
/// it answers. UNAVAILABLE: some may not be; the caller sends the same stream again.
grpc::ServerReadReactor<v1::RecordDocumentsRequest>* RecordStream(
    const RecordingPorts& ports, journal::Identity by, v1::RecordDocumentsResponse* response);

}  // namespace relance::ledger
