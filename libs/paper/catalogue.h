#pragma once

#include <string>

#include "libs/base/result.h"

namespace relance::paper {

/// A PDF of cairo with the language of its text, its title shown instead of a file name, the mark
/// that it is tagged and an id of its content, none of which cairo 1.16 writes: an incremental
/// update that replaces the catalogue. kCorrupt for bytes without one.
Result<std::string> WithLanguage(std::string pdf, const std::string& language);

}  // namespace relance::paper
