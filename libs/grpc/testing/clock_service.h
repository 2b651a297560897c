#pragma once

#include <atomic>
#include <latch>

#include "libs/base/instant.h"
#include "libs/grpc/identity.h"
#include "libs/grpc/status.h"
#include "relance/dev/v1/clock.grpc.pb.h"

namespace relance {

/// A small service to call in tests of the server itself: SetClock refuses to go back, GetStatus
/// waits until it is released.
class TestClockService : public dev::v1::DevClockService::CallbackService {
 public:
  using Context = grpc::CallbackServerContext;

  grpc::ServerUnaryReactor* GetClock(Context* context, const dev::v1::GetClockRequest*,
                                     dev::v1::GetClockResponse* response) override {
    last_identity = IdentityOf(*context);
    last_traceparent = TraceparentOf(*context);
    last_deadline = context->deadline();
    ++calls;
    response->set_now_ms(now_ms);
    return Finish(*context, failing_calls.fetch_sub(1) > 0
                                ? ToStatus(Error{ErrorCode::kUnavailable, "not owned", {}})
                                : grpc::Status::OK);
  }

  grpc::ServerUnaryReactor* SetClock(Context* context, const dev::v1::SetClockRequest* request,
                                     dev::v1::SetClockResponse*) override {
    if (request->now_ms() < now_ms) {
      return Finish(*context, ToStatus(Error{ErrorCode::kInvalid, "never back", "now_ms"}));
    }
    now_ms = request->now_ms();
    return Finish(*context, grpc::Status::OK);
  }

  grpc::ServerUnaryReactor* GetStatus(Context* context, const dev::v1::GetStatusRequest*,
                                      dev::v1::GetStatusResponse*) override {
    waiting = context->DefaultReactor();
    arrived.count_down();
    return waiting;
  }

  /// Of the last GetClock.
  Identity last_identity;
  std::string last_traceparent;
  std::chrono::system_clock::time_point last_deadline;

  std::atomic<int> calls = 0;
  std::atomic<int> failing_calls = 0;
  std::atomic<int64_t> now_ms = 1000;

  /// Of the one GetStatus: finish it to let it go.
  std::latch arrived{1};
  grpc::ServerUnaryReactor* waiting = nullptr;

 private:
  static grpc::ServerUnaryReactor* Finish(Context& context, const grpc::Status& status) {
    grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
    reactor->Finish(status);
    return reactor;
  }
};

}  // namespace relance
