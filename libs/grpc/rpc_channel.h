#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/grpc/identity.h"
#include "libs/grpc/tls.h"

namespace grpc {
class Channel;
class ClientContext;
}  // namespace grpc

namespace relance {

struct RpcChannelOptions {
  std::string target{};  ///< "ledger:9001"; without certificates only loopback.
  TlsFiles tls{};
  /// The name that the server's certificate must bear; empty: the host of the target.
  std::string server_name{};
  /// Calls wait, up to their deadline, for a server that is not there.
  bool wait_for_ready = false;
};

/// A channel to one service, for its stub. UNAVAILABLE is retried by gRPC itself, up to 4 attempts
/// within the call's deadline: every request must be repeatable, as command ids make it. A call
/// that sets no deadline is refused with FAILED_PRECONDITION before it leaves the process.
Result<std::shared_ptr<grpc::Channel>> RpcChannel(const RpcChannelOptions& options);

std::chrono::system_clock::time_point Deadline(Millis from_now);

/// What every call carries.
struct CallOptions {
  Millis timeout{10'000};
  Identity identity{};
  std::string traceparent{};
};
void Prepare(grpc::ClientContext& context, const CallOptions& options);

}  // namespace relance
