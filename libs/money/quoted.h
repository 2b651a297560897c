#pragma once

#include <string>
#include <string_view>

namespace relance {

/// Foreign text for an error message: in quotes, printable ASCII only ('?' for the rest), cut.
std::string Quoted(std::string_view text);

}  // namespace relance
