// Ledger, scenario and notifier in a hostile world: suite_sim [--seed N | --seeds COUNT --from N],
// from the root of the repository.

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/sim/suite/suite_run.h"
#include "tests/sim/suite/words.h"

int main(int argc, char** argv) {
  uint64_t from = 1;
  uint64_t count = 500;
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
  const std::string yaml = relance::sim::ShippedScenario();
  if (yaml.empty()) {
    fmt::print("run it from the root of the repository: no deploy/config/scenarios here\n");
    return 2;
  }
  const auto started = std::chrono::steady_clock::now();
  relance::sim::RunCounts counts;
  for (uint64_t seed = from; seed < from + count; ++seed) {
    const auto failures = relance::sim::RunSuite(seed, yaml, counts);
    if (failures.empty()) continue;
    for (const auto& failure : failures) fmt::print("seed {}: {}\n", seed, failure);
    fmt::print("replay with: suite_sim --seed {}\n", seed);
    return 1;
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - started);
  fmt::print(
      "{} seeds from {} held every promise in {} ms: {} mails, {} of them thank-yous, {} told of "
      "afterwards, {} receipts, {} deaths\n",
      count, from, took.count(), counts.mails, counts.thanks, counts.came_back, counts.receipts,
      counts.deaths);
  const bool all =
      counts.mails > 0 && counts.thanks > 0 && counts.came_back > 0 && counts.receipts > 0;
  if (count >= 100 && (!all || counts.deaths == 0)) {
    fmt::print("and proved nothing: too little happened\n");
    return 1;
  }
  return 0;
}
