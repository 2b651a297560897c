#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace relance::sim {

/// What happened in a run, so that nobody takes an empty one for a proof.
struct RunCounts {
  size_t mails = 0;  ///< Thank-yous included.
  size_t thanks = 0;
  size_t deaths = 0;
  size_t receipts = 0;
  size_t came_back = 0;  ///< Mails of which the notifier was told something afterwards.
};

/// A month of one suite driven at random by `seed`. What was violated, nothing when all held.
std::vector<std::string> RunSuite(uint64_t seed, const std::string& scenario_yaml,
                                  RunCounts& counts);

}  // namespace relance::sim
