#include "tools/relance/rpc/call.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>

#include "libs/grpc/status.h"
#include "libs/process/system_clock.h"
#include "libs/seal/random.h"
#include "relance/dev/v1/clock.grpc.pb.h"

namespace relance::cli {
namespace {

Result<Instant> BusinessNow(const Session& session) {
  if (!session.targets.development_clock) return SystemClock().Now();
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  dev::v1::DevClockService::Stub stub(*channel);
  const auto clock = Call(stub, &dev::v1::DevClockService::Stub::GetClock,
                          dev::v1::GetClockRequest(), session.identity);
  if (!clock) return Failure(clock.error());
  return FromMillis(clock->now_ms());
}

}  // namespace

Result<std::shared_ptr<grpc::Channel>> ChannelTo(const Session& session, const std::string& target,
                                                 const std::string& name) {
  const auto known = Need(target, name);
  if (!known) return Failure(known.error());
  RpcChannelOptions options;
  options.target = target;
  options.tls = {session.targets.tls_certificate, session.targets.tls_key,
                 session.targets.tls_authority};
  return RpcChannel(options);
}

Result<std::shared_ptr<grpc::Channel>> ChannelOfService(const Session& session) {
  const std::string service = session.arguments.Text("--service");
  const auto& targets = session.targets;
  if (service == "ledger") return ChannelTo(session, targets.ledger, "--ledger");
  if (service == "scenario") return ChannelTo(session, targets.scenario, "--scenario");
  if (service == "notifier") return ChannelTo(session, targets.notifier, "--notifier");
  return Invalid("'" + service + "' is none of ledger, scenario, notifier", "--service");
}

Result<void> FromCall(const grpc::Status& status) {
  auto called = FromStatus(status);
  const auto code = status.error_code();
  if (code == grpc::StatusCode::PERMISSION_DENIED || code == grpc::StatusCode::UNAUTHENTICATED) {
    called.error().field = kPermissionField;
  }
  return called;
}

Result<std::string> NewCommandId(const Session& session) {
  const auto now = BusinessNow(session);
  if (!now) return Failure(now.error());
  std::array<uint8_t, 10> random{};
  std::ranges::copy(seal::RandomBytes(random.size()), random.begin());
  return ToString(MakeCommandId(*now, random));
}

std::string JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(message, &json, options);
  return printed.ok() ? json : "{}";
}

}  // namespace relance::cli
