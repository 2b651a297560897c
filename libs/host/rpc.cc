#include "libs/host/rpc.h"

#include <algorithm>

#include "libs/grpc/status.h"

namespace relance::host {
namespace {

constexpr Millis kStateTimeout{500};

grpc::ServerUnaryReactor* Reply(grpc::CallbackServerContext* context, const grpc::Status& status) {
  auto* reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

}  // namespace

grpc::ServerUnaryReactor* JournalRpc::ListPartitions(
    grpc::CallbackServerContext* context, const journal::v1::ListPartitionsRequest*,
    journal::v1::ListPartitionsResponse* response) {
  for (const auto& state : host_.States(kStateTimeout)) {
    auto* out = response->add_partitions();
    out->set_partition(state.partition);
    out->set_state(state.state);
    out->set_reason(state.reason);
    out->set_sequence(state.sequence);
    out->set_hash(state.hash);
    out->set_generation(state.generation);
    out->set_ignored_records(state.ignored);
  }
  return Reply(context, grpc::Status::OK);
}

grpc::ServerUnaryReactor* JournalRpc::RebuildView(grpc::CallbackServerContext* context,
                                                  const journal::v1::RebuildViewRequest* request,
                                                  journal::v1::RebuildViewResponse*) {
  return Reply(context, ToStatus(host_.RebuildView(request->partition())));
}

grpc::ServerUnaryReactor* JournalRpc::AllowJump(grpc::CallbackServerContext* context,
                                                const journal::v1::AllowJumpRequest*,
                                                journal::v1::AllowJumpResponse* response) {
  response->set_partitions(host_.AllowJump());
  return Reply(context, grpc::Status::OK);
}

DevClockRpc::DevClockRpc(HostClock& clock, JournalHost& host, const OwnerMetrics& metrics,
                         const Beside& beside)
    : clock_(clock), host_(host), metrics_(metrics), beside_(beside) {}

grpc::ServerUnaryReactor* DevClockRpc::GetClock(grpc::CallbackServerContext* context,
                                                const dev::v1::GetClockRequest*,
                                                dev::v1::GetClockResponse* response) {
  response->set_now_ms(ToMillis(clock_.Now()));
  return Reply(context, grpc::Status::OK);
}

grpc::ServerUnaryReactor* DevClockRpc::SetClock(grpc::CallbackServerContext* context,
                                                const dev::v1::SetClockRequest* request,
                                                dev::v1::SetClockResponse*) {
  return Reply(context, ToStatus(clock_.Set(FromMillis(request->now_ms()))));
}

/// Quiet only when every owned partition said so after this question, and nothing was accepted
/// meanwhile.
grpc::ServerUnaryReactor* DevClockRpc::GetStatus(grpc::CallbackServerContext* context,
                                                 const dev::v1::GetStatusRequest*,
                                                 dev::v1::GetStatusResponse* response) {
  const uint64_t before = metrics_.Activity();
  const auto states = host_.States(kStateTimeout);
  bool quiet = (!beside_.quiet || beside_.quiet()) && !states.empty();
  std::optional<Instant> next = beside_.next_moment ? beside_.next_moment() : std::nullopt;
  for (const auto& state : states) {
    quiet = quiet && state.quiet;
    if (state.next_wake_up && (!next || *state.next_wake_up < *next)) next = state.next_wake_up;
  }
  if (next) response->set_next_moment_ms(ToMillis(*next));
  response->set_activity(metrics_.Activity());
  response->set_quiet(quiet && before == metrics_.Activity());
  return Reply(context, grpc::Status::OK);
}

}  // namespace relance::host
