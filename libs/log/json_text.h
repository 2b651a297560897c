#pragma once

#include <string>
#include <string_view>

namespace relance {

/// Appends `text` as a JSON string with its quotes. Control characters, quotes and backslashes are
/// escaped, U+2028 and U+2029 too; each byte that is not part of well-formed UTF-8 becomes U+FFFD.
void AppendJsonText(std::string& out, std::string_view text);

}  // namespace relance
