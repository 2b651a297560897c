// What one payment and one settling cost the case engine, by the number of open items of the
// account.

#include <benchmark/benchmark.h>

#include <string>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Day;

/// An account with open items, none of them due.
void Fill(testing::Bench& bench, int64_t items) {
  RecordInvoice invoice;
  invoice.document = "F-1";
  invoice.currency = testing::kEur;
  for (int64_t i = 0; i < items; ++i) {
    invoice.items.push_back({"F-1/" + std::to_string(i), 100'00, 100'00, Day("2027-10-01")});
  }
  bench.Tell(invoice, "2026-10-01 09:00");
}

/// A part of an item is paid each time, so that the account keeps its size.
void PaymentOfOneItem(benchmark::State& state) {
  testing::Bench bench;
  Fill(bench, state.range(0));
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
  Fill(bench, state.range(0));
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
