#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance {

/// Lower-case hexadecimal.
std::string ToHex(std::string_view bytes);
/// Lower-case digits only, so that one text stands for one value. kInvalid otherwise.
Result<std::string> FromHex(std::string_view hex);

/// RFC 4648 base64url without padding.
std::string ToBase64Url(std::string_view bytes);
/// Refuses padding, foreign characters and unused bits that are set (kInvalid).
Result<std::string> FromBase64Url(std::string_view text);

}  // namespace relance
