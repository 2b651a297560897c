#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "services/portal/app/ports.h"

namespace grpc {
class Channel;
}

namespace relance::portal {

/// The scenario service over gRPC. Every call ends within `timeout`. The configuration is kept for
/// `fresh`, and longer while the service does not answer.
class ScenarioClient : public ScenarioPort {
 public:
  ScenarioClient(std::shared_ptr<grpc::Channel> channel, Millis timeout,
                 Millis fresh = std::chrono::seconds(15));
  ~ScenarioClient() override;

  Result<CaseView> Case(const Viewer& viewer, const std::optional<ReadToken>& at_least) override;
  Result<RecordedPromise> RecordPromise(const Viewer& viewer, const CommandId& id,
                                        const CheckedPromise& promise) override;
  Result<LegalEntity> Entity(const std::string& code) override;
  Result<std::vector<std::string>> Entities() override;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  using EntityMap = std::map<std::string, LegalEntity>;
  struct Stub;

  Result<std::shared_ptr<const EntityMap>> Configuration(Millis fresh);

  const std::unique_ptr<Stub> stub_;
  const Millis timeout_;
  const Millis fresh_;
  std::mutex mutex_;
  std::shared_ptr<const EntityMap> entities_;
  SteadyTime read_at_{};
};

}  // namespace relance::portal
