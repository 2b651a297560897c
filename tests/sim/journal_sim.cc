// The journal in a hostile world: journal_sim [--seed N | --seeds COUNT --from N].

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/sim/random_run.h"

int main(int argc, char** argv) {
  uint64_t from = 1;
  uint64_t count = 2000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--seed") == 0) {
      from = value;
      count = 1;
    } else if (std::strcmp(argv[i], "--seeds") == 0) {
      count = value;
    } else if (std::strcmp(argv[i], "--from") == 0) {
      from = value;
    }
  }
  const auto started = std::chrono::steady_clock::now();
  for (uint64_t seed = from; seed < from + count; ++seed) {
    const auto failures = relance::sim::RandomRun(seed);
    if (failures.empty()) continue;
    fmt::print("seed {}: {}\n", seed, failures.front());
    fmt::print("replay with: journal_sim --seed {}\n", seed);
    return 1;
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - started);
  fmt::print("{} seeds from {} held every promise in {} ms\n", count, from, took.count());
  return 0;
}
