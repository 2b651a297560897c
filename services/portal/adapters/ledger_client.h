#pragma once

#include <memory>

#include "services/portal/app/ports.h"

namespace grpc {
class Channel;
}

namespace relance::portal {

/// The ledger over gRPC. Every call ends within `timeout`.
class LedgerClient : public LedgerPort {
 public:
  LedgerClient(std::shared_ptr<grpc::Channel> channel, Millis timeout);
  ~LedgerClient() override;

  Result<LedgerAccount> Account(const Viewer& viewer) override;
  Result<std::vector<Line>> OpenLines(const Viewer& viewer) override;
  Result<std::optional<LateCost>> CostOfDelay(const Viewer& viewer, const Line& line) override;
  Result<Paper> Statement(const Viewer& viewer, const Line& line,
                          const std::string& language) override;

 private:
  struct Stub;
  const std::unique_ptr<Stub> stub_;
  const Millis timeout_;
};

}  // namespace relance::portal
