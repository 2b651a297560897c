#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "services/scenario/domain/case.h"

namespace relance::scenario {

/// "PL-1/2": the second instalment of a plan, as an entry of a notice.
std::string InstalmentId(const std::string& plan, size_t number);

/// The plan and the position (from 0) that an entry names.
struct InstalmentRef {
  std::string plan;
  size_t index = 0;
};
std::optional<InstalmentRef> ParseInstalmentId(const Case& c, const std::string& entry);

/// nullptr when the entry is an item's.
Instalment* FindInstalment(Case& c, const std::string& entry);

/// What is missing for the plan to be on time with the instalment at `index`; 0 or more.
int64_t MissingFor(const Plan& plan, size_t index);

}  // namespace relance::scenario
