#pragma once

#include <string_view>

namespace relance {

/// "0.1.0"
std::string_view BuildVersion();
/// The commit the release was built from; "development" for any other build.
std::string_view BuildCommit();

}  // namespace relance
