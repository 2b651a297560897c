#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "services/scenario/domain/scenario.h"

/// The scalar settings of a scenario by their names in scenario files.
namespace relance::scenario {

/// "mode", "cap", "tolerance", "rules.floor", "window.open" ... from its text. Amounts without a
/// currency are for every currency, in main units. kInvalid with the key in `field`.
Result<void> SetScalar(Scenario& scenario, std::string_view key, std::string_view value);

/// Every key that SetScalar knows, in order.
std::vector<std::string> ScalarKeys();

/// Scalar settings of a step: "level", "at", "gap", "min_amount" ... kInvalid as above.
Result<void> SetStepScalar(Step& step, std::string_view key, std::string_view value);
std::vector<std::string> StepScalarKeys();

/// "5.00": thousandths of a main unit, at most three decimals. kInvalid without a field.
Result<int64_t> ParseThousandths(std::string_view text);

}  // namespace relance::scenario
