#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.h"
#include "libs/http/message.h"

namespace relance::http {

/// Nobody fills in more fields than this.
inline constexpr size_t kMostFields = 2'000;

/// "%C3%A9" to bytes. kInvalid for a '%' without two hexadecimal digits.
Result<std::string> PercentDecode(std::string_view text);

/// Everything but letters, digits and "-._~" as %XX.
std::string PercentEncode(std::string_view bytes);

/// application/x-www-form-urlencoded, of a body or of a query: names and values in order, '+' is a
/// blank. kInvalid (field: the name, when it is known) for bad escapes, a NUL, text that is not
/// UTF-8, or more than kMostFields fields.
Result<Fields> ParseForm(std::string_view text);

/// The inverse of ParseForm.
std::string FormatForm(const Fields& fields);

/// Well-formed UTF-8 without overlong forms, surrogates or values above U+10FFFF.
bool IsUtf8(std::string_view text);

}  // namespace relance::http
