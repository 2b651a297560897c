#pragma once

#include <string>

#include "libs/base/result.h"

namespace relance {

/// The whole file, which may be a pipe. kInvalid with the path and the system's reason; `field`
/// says which input named the file.
Result<std::string> ReadFile(const std::string& path, const std::string& field);

}  // namespace relance
