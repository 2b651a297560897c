#pragma once

#include <string>

#include "libs/base/result.h"
#include "libs/journal/domain.h"
#include "tools/relance/shell/command.h"
#include "tools/relance/shell/console.h"
#include "tools/relance/shell/targets.h"

namespace relance::cli {

/// What a command works with.
struct Session {
  Console& console;
  const Arguments& arguments;
  const Targets targets;
  const journal::Identity identity;
};

/// "anna:lead:FR01,DE01": who acts, as what, for which legal entities (default "*"). kInvalid,
/// field
/// "--as".
Result<journal::Identity> ParseIdentity(std::string_view text);

}  // namespace relance::cli
