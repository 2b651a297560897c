#pragma once

#include <string>

#include "libs/base/result.h"
#include "relance/scenario/v1/forecast.pb.h"

/// A configuration plan as a file, to be read by people and applied by a machine.
namespace relance::cli {

/// Whole or not at all. kInvalid with the path and the system's reason.
Result<void> SavePlan(const scenario::v1::ConfigurationPlan& plan, const std::string& path);

/// kInvalid for a file that is no plan, or that was changed after it was saved.
Result<scenario::v1::ConfigurationPlan> ReadPlan(const std::string& path);

}  // namespace relance::cli
