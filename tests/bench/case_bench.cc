// What one payment and one settling cost the case engine, by the number of open items of the
// account.

#include <benchmark/benchmark.h>

#include <string>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

/// A part of an item is paid each time, so that the account keeps its size.
void PaymentOfOneItem(benchmark::State& state) {
  testing::Bench bench;
  bench.InvoiceOfMany(state.range(0));
  int64_t paid = 0;
  for (auto unused : state) {
    ++paid;
    const std::string item = "F-1/" + std::to_string(paid % state.range(0));
    bench.Pay("P-" + std::to_string(paid), item, 1, 100'00 - 1 - paid / state.range(0),
              "2026-10-02 10:00");
  }
}
BENCHMARK(PaymentOfOneItem)->Arg(1'000)->Arg(100'000)->Iterations(5'000);

void Settling(benchmark::State& state) {
  testing::Bench bench;
  bench.InvoiceOfMany(state.range(0));
  for (auto unused : state) {
    benchmark::DoNotOptimize(bench.SettleFacts("2026-10-02 10:00"));
    benchmark::DoNotOptimize(NextMoment(bench.c, bench.context, bench.At("2026-10-02 10:00")));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Settling)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace relance::scenario

BENCHMARK_MAIN();
