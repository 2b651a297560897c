#pragma once

#include "libs/base/result.h"

namespace relance {

/// What a process of the suite tells its caller; the numbers from 64 on are those of sysexits.
enum class ExitCode {
  kOk = 0,
  kFailure = 1,
  kChanges = 2,  ///< A plan or a comparison found changes.
  kUsage = 64,
  kBadData = 65,      ///< Some of the input was refused.
  kUnavailable = 69,  ///< A service it needs does not answer.
  kTemporary = 75,    ///< Somebody else was first: try again.
  kNoPermission = 77,
};

/// What an error means for the caller of a command.
constexpr ExitCode ExitCodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return ExitCode::kBadData;
    case ErrorCode::kNotFound:
      return ExitCode::kFailure;
    case ErrorCode::kConflict:
      return ExitCode::kTemporary;
    case ErrorCode::kUnavailable:
      return ExitCode::kUnavailable;
    case ErrorCode::kCorrupt:
      return ExitCode::kFailure;
  }
  return ExitCode::kFailure;
}

}  // namespace relance
