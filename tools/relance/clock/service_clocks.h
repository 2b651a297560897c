#pragma once

#include <memory>
#include <vector>

#include "tools/relance/clock/advance.h"
#include "tools/relance/shell/session.h"

namespace relance::cli {

/// The clocks of a development stack's services. kInvalid when it runs on the system's clock.
Result<std::vector<std::unique_ptr<MovableClock>>> ServiceClocks(const Session& session);

}  // namespace relance::cli
