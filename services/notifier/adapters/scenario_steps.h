#pragma once

#include <string>
#include <vector>

#include "libs/base/result.h"
#include "services/notifier/app/figures.h"

namespace relance::notifier {

/// The steps of a scenario file, in order, as far as a message may speak of them. kInvalid when the
/// file cannot be read: then nothing is announced.
Result<std::vector<PlannedStep>> ReadSteps(const std::string& yaml);

}  // namespace relance::notifier
