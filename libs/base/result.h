#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace relance {

/// What the caller may do about a failure.
enum class ErrorCode {
  kInvalid,      ///< The request can never succeed as it stands.
  kNotFound,     ///< What it names does not exist.
  kConflict,     ///< Somebody else was first: read again, then retry with the same id.
  kUnavailable,  ///< Retry later with the same id.
  kCorrupt,      ///< Stored bytes contradict themselves: stop and report.
};

constexpr std::string_view Name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return "invalid";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kCorrupt:
      return "corrupt";
  }
  return "unknown";
}

struct Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string message;
  std::string field;  ///< Path of the offending input field, empty when no one field is at fault.

  bool operator==(const Error&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

inline Failure Invalid(std::string message, std::string field = {}) {
  return Failure(Error{ErrorCode::kInvalid, std::move(message), std::move(field)});
}
inline Failure NotFound(std::string message) {
  return Failure(Error{ErrorCode::kNotFound, std::move(message), {}});
}
inline Failure Conflict(std::string message) {
  return Failure(Error{ErrorCode::kConflict, std::move(message), {}});
}
inline Failure Unavailable(std::string message) {
  return Failure(Error{ErrorCode::kUnavailable, std::move(message), {}});
}
inline Failure Corrupt(std::string message) {
  return Failure(Error{ErrorCode::kCorrupt, std::move(message), {}});
}

}  // namespace relance
