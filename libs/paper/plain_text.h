#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libs/paper/document.h"

namespace relance::paper {

inline constexpr size_t kTextColumns = 100;

/// Fixed width, UTF-8, lines of at most kTextColumns columns; columns of tables are aligned by what
/// a terminal shows. Ends with a line end.
std::string ToText(const Document& document);

/// Columns that a terminal gives to it: two for wide East Asian letters, none for combining marks.
size_t DisplayWidth(std::string_view text);

/// Lines of at most `width` columns, broken at blanks, within a word that is longer than a line;
/// at least one.
std::vector<std::string> Wrapped(std::string_view text, size_t width);

}  // namespace relance::paper
