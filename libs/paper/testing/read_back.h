#pragma once

#include <string>

#include "libs/base/result.h"

namespace relance::paper::testing {

/// What poppler's `tool` says of a PDF: pdftotext -layout, pdfinfo, pdffonts. Its complaints are
/// part of the answer. kUnavailable when the tool is not installed.
Result<std::string> ReadBack(const std::string& pdf, const std::string& tool,
                             const std::string& options = {});
/// As `pdftotext -layout` reads it, blanks of every kind as U+0020; aborts without the tool.
std::string TextOf(const std::string& pdf);
/// 0 when it is no PDF.
int PagesOf(const std::string& pdf);

}  // namespace relance::paper::testing
