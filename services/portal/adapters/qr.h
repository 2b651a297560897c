#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance::portal {

/// A QR code (level M, quiet zone of 4 modules) as inline SVG that scales; `alternative` is read
/// out in its place. kInvalid for a text that no code can hold.
Result<std::string> QrSvg(std::string_view text, std::string_view alternative);

}  // namespace relance::portal
