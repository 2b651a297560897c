#include "libs/grpc/status.h"

#include <grpcpp/support/status.h>

#include <string>

#include "relance/rpc/v1/status.pb.h"

namespace relance {
namespace {

constexpr char kBadRequestType[] = "type.googleapis.com/google.rpc.BadRequest";

grpc::StatusCode StatusCodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case ErrorCode::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case ErrorCode::kConflict:
      return grpc::StatusCode::ABORTED;
    case ErrorCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case ErrorCode::kCorrupt:
      return grpc::StatusCode::DATA_LOSS;
  }
  return grpc::StatusCode::INTERNAL;
}

ErrorCode ErrorCodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::NOT_FOUND:
      return ErrorCode::kNotFound;
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::ALREADY_EXISTS:
      return ErrorCode::kConflict;
    case grpc::StatusCode::DATA_LOSS:
      return ErrorCode::kCorrupt;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:  // A message above the limit, nothing else here.
      return ErrorCode::kInvalid;
    default:
      return ErrorCode::kUnavailable;
  }
}

std::string FieldOf(const std::string& error_details) {
  rpc::v1::Status details;
  if (!details.ParseFromString(error_details)) return "";
  for (const auto& detail : details.details()) {
    rpc::v1::BadRequest bad;
    if (detail.type_url() != kBadRequestType || !bad.ParseFromString(detail.value())) continue;
    if (bad.field_violations_size() > 0) return bad.field_violations(0).field();
  }
  return "";
}

}  // namespace

grpc::Status ToStatus(const Error& error) {
  const grpc::StatusCode code = StatusCodeOf(error.code);
  if (error.field.empty()) return {code, error.message};
  rpc::v1::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field(error.field);
  violation->set_description(error.message);
  rpc::v1::Status details;
  details.set_code(static_cast<int>(code));
  details.set_message(error.message);
  auto* detail = details.add_details();
  detail->set_type_url(kBadRequestType);
  detail->set_value(bad.SerializeAsString());
  return {code, error.message, details.SerializeAsString()};
}

grpc::Status ToStatus(const Result<void>& result) {
  return result ? grpc::Status::OK : ToStatus(result.error());
}

Result<void> FromStatus(const grpc::Status& status) {
  if (status.ok()) return {};
  return Failure(Error{ErrorCodeOf(status.error_code()), status.error_message(),
                       FieldOf(status.error_details())});
}

}  // namespace relance
