#pragma once

#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "libs/journal/ports.h"
#include "libs/log/logger.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"

namespace relance::scenario {

/// Has the ledger write a fence for every partition with open asks, at most every 50 ms. A fence
/// serves every ask recorded before it was requested; a request that fails is repeated.
class FenceRequester {
 public:
  FenceRequester(std::shared_ptr<grpc::Channel> ledger, journal::Entropy& entropy,
                 const Logger& log);
  ~FenceRequester();

  /// Asks up to `sequence` of the partition wait for a fence.
  void Request(int partition, uint64_t sequence);
  bool Quiet();

 private:
  void Loop();
  bool AskLedger(int partition, uint64_t sequence);

  std::unique_ptr<ledger::v1::LedgerService::Stub> ledger_;
  journal::Entropy& entropy_;
  const Logger& log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<int, uint64_t> wanted_;
  bool busy_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace relance::scenario
