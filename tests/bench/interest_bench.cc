// What one late-payment claim costs, on one core: a plain one, and one with a long history.

#include <benchmark/benchmark.h>

#include "libs/interest/claim.h"
#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

void Measure(benchmark::State& state, const ClaimInput& input) {
  const LawBook book = testing::Book();
  for (auto unused : state) {
    const auto claim = Compute(book, input);
    if (!claim) return state.SkipWithError(claim.error().message.c_str());
    benchmark::DoNotOptimize(claim->total.minor);
  }
  state.SetItemsProcessed(state.iterations());
}

/// Four months late, two segments.
void PlainClaim(benchmark::State& state) {
  Measure(state, testing::Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01"));
}
BENCHMARK(PlainClaim);

/// Five years late, six payments and credit notes, interest settled first, days of leap years.
void ClaimWithHistory(benchmark::State& state) {
  auto input = testing::Claim("be", "10000.00 EUR", "2021-05-01", "2026-09-01");
  input.allocation = Allocation::kInterestFirst;
  input.day_count = DayCount::kActAct;
  input.receipts = {testing::Payment("900.00 EUR", "2025-02-01"),
                    testing::Payment("900.00 EUR", "2021-09-01"),
                    testing::CreditNote("900.00 EUR", "2022-02-01"),
                    testing::Payment("900.00 EUR", "2023-03-01"),
                    testing::Payment("900.00 EUR", "2024-02-29"),
                    testing::Payment("900.00 EUR", "2026-01-01")};
  Measure(state, input);
}
BENCHMARK(ClaimWithHistory);

}  // namespace
}  // namespace relance::interest

BENCHMARK_MAIN();
