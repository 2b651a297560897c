#pragma once

#include <vector>

#include "relance/config/v1/config.pb.h"
#include "relance/scenario/v1/scenario.pb.h"

namespace relance::scenario {

/// What is wrong with a configuration by itself, as data; empty: it may be applied. Scenarios are
/// compiled, and every text that a legal entity's scenarios need is looked for.
std::vector<v1::ConfigurationProblem> CheckConfiguration(
    const config::v1::Configuration& configuration);

}  // namespace relance::scenario
