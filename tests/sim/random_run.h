#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace relance::sim {

/// One world driven at random by `seed`. Returns what was violated, nothing when all held.
std::vector<std::string> RandomRun(uint64_t seed);

}  // namespace relance::sim
