#pragma once

#include <memory>

#include "services/portal/app/ports.h"

namespace grpc {
class Channel;
}

namespace relance::portal {

/// The notifier over gRPC. Every call ends within `timeout`.
class NotifierClient : public NotifierPort {
 public:
  NotifierClient(std::shared_ptr<grpc::Channel> channel, Millis timeout);
  ~NotifierClient() override;

  Result<Viewer> ResolveLink(const std::string& token) override;

 private:
  struct Stub;
  const std::unique_ptr<Stub> stub_;
  const Millis timeout_;
};

}  // namespace relance::portal
