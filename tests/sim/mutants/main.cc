// The directed cases over a mutated journal, or random seeds: journal_mutant_X [--seeds COUNT].

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <string_view>

#include "tests/sim/random_run.h"

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--seeds") {
    const uint64_t count = std::strtoull(argv[2], nullptr, 10);
    for (uint64_t seed = 1; seed <= count; ++seed) {
      const auto failures = relance::sim::RandomRun(seed);
      if (failures.empty()) continue;
      fmt::print("seed {}: {}\n", seed, failures.front());
      return 1;
    }
    return 0;
  }
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
