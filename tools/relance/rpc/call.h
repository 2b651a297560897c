#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "libs/base/command_id.h"
#include "libs/base/result.h"
#include "libs/grpc/rpc_channel.h"
#include "tools/relance/shell/session.h"

namespace google::protobuf {
class Message;
}

namespace relance::cli {

inline constexpr Millis kCallTimeout{15'000};

/// A channel to a service with the session's certificates. `name` is the option that names it,
/// "--ledger".
Result<std::shared_ptr<grpc::Channel>> ChannelTo(const Session& session, const std::string& target,
                                                 const std::string& name);

/// The same to the service that the option --service names.
Result<std::shared_ptr<grpc::Channel>> ChannelOfService(const Session& session);

/// As FromStatus; what the caller may not do has the field kPermissionField.
Result<void> FromCall(const grpc::Status& status);

/// One call with identity and deadline.
template <class Stub, class Request, class Response>
Result<Response> Call(Stub& stub,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request, const journal::Identity& identity,
                      Millis timeout = kCallTimeout) {
  grpc::ClientContext context;
  Prepare(context, {.timeout = timeout, .identity = identity});
  Response response;
  const auto called = FromCall((stub.*method)(&context, request, &response));
  if (!called) return tl::unexpected(called.error());
  return response;
}

/// A command id of business time: in a development stack that is not this machine's.
Result<std::string> NewCommandId(const Session& session);

/// The protobuf JSON of a message, fields by their names in the contract, defaults included.
std::string JsonOf(const google::protobuf::Message& message);

}  // namespace relance::cli
