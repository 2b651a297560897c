#pragma once

#include <string>
#include <string_view>

#include "libs/journal/domain.h"

namespace grpc {
class ServerContextBase;
class ClientContext;
class Status;
}  // namespace grpc

namespace relance {

/// Who acts. It travels in the metadata `relance-actor`, `relance-role` and `relance-entities`
/// (comma separated), each value percent-encoded outside printable ASCII.
using journal::Identity;

/// Empty parts for what the caller did not send.
Identity IdentityOf(const grpc::ServerContextBase& context);
void SendIdentity(grpc::ClientContext& context, const Identity& identity);

bool InScope(const Identity& identity, std::string_view legal_entity);
/// OK, else UNAUTHENTICATED (nobody acts) or PERMISSION_DENIED (out of scope). The message is the
/// same whether the entity exists or not.
grpc::Status CheckScope(const Identity& identity, std::string_view legal_entity);

/// W3C trace context: the caller's `traceparent` when it is well-formed, else "".
std::string TraceparentOf(const grpc::ServerContextBase& context);
/// Does nothing for a value that is not well-formed.
void SendTraceparent(grpc::ClientContext& context, const std::string& traceparent);
/// The 32 hexadecimal digits of the trace, for the log field trace_id; "" for a malformed value.
std::string TraceId(std::string_view traceparent);

}  // namespace relance
