#pragma once

#include <string>

#include "libs/base/result.h"
#include "libs/paper/document.h"
#include "libs/paper/fonts.h"

namespace relance::paper {

/// A PDF of A4 pages: text that can be selected and searched, tagged with its structure, with an
/// outline, links, title, language and the document's date. The same document gives the same bytes
/// with the same fonts and libraries. kUnavailable when it cannot be made.
Result<std::string> ToPdf(const Document& document, const Fonts& fonts);

}  // namespace relance::paper
