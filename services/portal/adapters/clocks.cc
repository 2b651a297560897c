#include "services/portal/adapters/clocks.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "libs/seal/random.h"
#include "relance/dev/v1/clock.grpc.pb.h"
#include "services/portal/adapters/wire.h"

namespace relance::portal {

struct DevelopmentTime::Stub {
  explicit Stub(const std::shared_ptr<grpc::Channel>& channel)
      : rpc(dev::v1::DevClockService::NewStub(channel)) {}
  std::unique_ptr<dev::v1::DevClockService::Stub> rpc;
};

DevelopmentTime::DevelopmentTime(std::shared_ptr<grpc::Channel> channel, Millis timeout)
    : stub_(std::make_unique<Stub>(channel)), timeout_(timeout) {}
DevelopmentTime::~DevelopmentTime() = default;

Instant DevelopmentTime::Now() {
  dev::v1::GetClockResponse response;
  grpc::ClientContext context;
  Prepare(context, AsPortal(timeout_));
  if (stub_->rpc->GetClock(&context, dev::v1::GetClockRequest(), &response).ok()) {
    last_ms_ = response.now_ms();
  }
  const int64_t last = last_ms_;
  return last == 0 ? SystemClock().Now() : FromMillis(last);
}

std::string SystemRandomness::Bytes(size_t n) {
  return seal::RandomBytes(n);
}

}  // namespace relance::portal
