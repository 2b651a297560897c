#pragma once

#include "libs/base/result.h"

namespace grpc {
class Status;
}

namespace relance {

/// The one place where an Error becomes a status. An error that names a field carries a
/// google.rpc.BadRequest with that field violation, for every error code.
grpc::Status ToStatus(const Error& error);
grpc::Status ToStatus(const Result<void>& result);

/// The other way, for callers: OK is a value. Deadlines, cancellations and broken servers are
/// kUnavailable (repeat with the same id); a refused caller or an oversized message is kInvalid.
Result<void> FromStatus(const grpc::Status& status);

}  // namespace relance
