// What the case engine costs: an evaluation, a million cases planned anew, a payment on a large
// account, and memory, from the allocator.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libs/base/archive.h"
#include "libs/journal/documents.h"
#include "services/scenario/adapters/case_document.h"
#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/forecast.h"
#include "services/scenario/domain/testing/bench.h"
#include "tests/bench/held_bytes.h"
#include "tests/bench/lives.h"

namespace relance::bench {
namespace {

using scenario::Case;
using scenario::CaseFact;
using scenario::RecordMoney;
using scenario::testing::Bench;

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

const Surroundings& Around() {
  static const Surroundings around;
  return around;
}

const std::vector<Life>& Lives() {
  static const std::vector<Life> lives = SomeLives(Around(), 1'000);
  return lives;
}

// ---- One case at a time, on one core.

/// Settled an hour later: nothing is due, and the next moment is found.
void EvaluationWithNothingDue(benchmark::State& state) {
  std::vector<Case> cases;
  for (const Life& life : Lives()) cases.push_back(life.now);
  const Instant later = Now() + std::chrono::hours(1);
  size_t at = 0;
  for (auto unused : state) {
    Case& c = cases[at++ % cases.size()];
    const auto facts = SettleInPlace(c, Around().Of(c), later);
    if (!facts.empty()) return state.SkipWithError("something was due");
    benchmark::DoNotOptimize(NextMoment(c, Around().Of(c), later));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(EvaluationWithNothingDue);

/// Settled at the moment of its last notice, which is planned. Copies are made between rounds.
void EvaluationThatPlansANotice(benchmark::State& state) {
  std::vector<const Life*> noticed;
  for (const Life& life : Lives()) {
    if (life.has_notice) noticed.push_back(&life);
  }
  int64_t notices = 0;
  for (auto unused : state) {
    std::vector<Case> cases;
    for (const Life* life : noticed) cases.push_back(life->before);
    const auto began = Clock::now();
    for (size_t i = 0; i < cases.size(); ++i) {
      const auto& context = Around().Of(cases[i]);
      for (const CaseFact& fact : SettleInPlace(cases[i], context, noticed[i]->planned_at)) {
        notices += std::holds_alternative<scenario::NoticePlanned>(fact) ? 1 : 0;
      }
      benchmark::DoNotOptimize(NextMoment(cases[i], context, noticed[i]->planned_at));
    }
    state.SetIterationTime(SecondsSince(began));
  }
  const auto evaluations = state.iterations() * static_cast<int64_t>(noticed.size());
  if (notices < evaluations) return state.SkipWithError("a notice was not planned");
  state.SetItemsProcessed(evaluations);
}
BENCHMARK(EvaluationThatPlansANotice)->UseManualTime();

/// What a plan computes twice for a case: everything that its items get in 90 days.
void ForecastOfACase(benchmark::State& state) {
  const Instant until = Now() + std::chrono::days(90);
  size_t at = 0;
  size_t steps = 0;
  for (auto unused : state) {
    const Case& c = Lives()[at++ % Lives().size()].now;
    steps += Forecast(c, Around().Of(c), Now(), until).size();
  }
  if (steps == 0) return state.SkipWithError("nothing was foretold");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ForecastOfACase);

// ---- A million cases after a calendar change.

constexpr int64_t kChunk = 100'000;

/// The lives over and over, each with an account of its own.
std::vector<Case> Chunk(int64_t first) {
  std::vector<Case> cases;
  cases.reserve(kChunk);
  for (int64_t i = first; i < first + kChunk; ++i) {
    cases.push_back(Lives()[static_cast<size_t>(i) % Lives().size()].now);
    cases.back().id.account = "D" + std::to_string(i);
  }
  return cases;
}

/// Seconds of one core for `plan(case, context)` of so many cases; in chunks, so that they fit.
template <class Plan>
void PlanAnew(benchmark::State& state, Plan plan) {
  Surroundings changed;
  changed.CloseChristmasEve();
  for (auto unused : state) {
    double seconds = 0;
    for (int64_t first = 0; first < state.range(0); first += kChunk) {
      std::vector<Case> cases = Chunk(first);
      const auto began = Clock::now();
      for (Case& c : cases) plan(c, changed.Of(c));
      seconds += SecondsSince(began);
    }
    state.SetIterationTime(seconds);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// The next moment of each, under the new calendar.
void NextMomentOfEachCase(benchmark::State& state) {
  PlanAnew(state, [](Case& c, const scenario::Context& context) {
    benchmark::DoNotOptimize(NextMoment(c, context, Now()));
  });
}
BENCHMARK(NextMomentOfEachCase)
    ->Arg(1'000'000)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kSecond);

/// What an owner does for a case that it was told of: settled, then its next moment.
void EachCasePlannedAnew(benchmark::State& state) {
  PlanAnew(state, [](Case& c, const scenario::Context& context) {
    benchmark::DoNotOptimize(SettleInPlace(c, context, Now()));
    benchmark::DoNotOptimize(NextMoment(c, context, Now()));
  });
}
BENCHMARK(EachCasePlannedAnew)
    ->Arg(1'000'000)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kSecond);

// ---- A large account.

/// An invoice of its own for each item: "F-2026-100017", 100.00, none of them due for a year.
void ManyInvoices(Bench& bench, int64_t first, int64_t end) {
  for (int64_t i = first; i < end; ++i) {
    bench.Invoice("F-2026-" + std::to_string(100'000 + i), 100'00, "2027-10-01",
                  "2026-10-01 09:00");
  }
}

/// A part of an item is paid each time, so that the account keeps its size.
void PaymentOfOneItem(benchmark::State& state) {
  Bench bench;
  ManyInvoices(bench, 0, state.range(0));
  int64_t paid = 0;
  for (auto unused : state) {
    ++paid;
    const std::string item = "F-2026-" + std::to_string(100'000 + paid % state.range(0));
    bench.Pay("P-" + std::to_string(paid), item, 1, 100'00 - 1 - paid / state.range(0),
              "2026-10-02 10:00");
  }
}
BENCHMARK(PaymentOfOneItem)->Arg(1'000)->Arg(100'000)->Iterations(5'000);

/// A thousand payments, each of another item in full, in one turn of the owner: told, then settled
/// once. The account is made anew for each round.
void ThousandPayments(benchmark::State& state) {
  for (auto unused : state) {
    Bench bench;
    ManyInvoices(bench, 0, state.range(0));
    const auto began = Clock::now();
    for (int64_t i = 0; i < 1'000; ++i) {
      bench.Pay("P-" + std::to_string(i), "F-2026-" + std::to_string(100'000 + i), 100'00, 0,
                "2026-10-02 10:00");
    }
    benchmark::DoNotOptimize(bench.SettleFacts("2026-10-02 10:00"));
    benchmark::DoNotOptimize(NextMoment(bench.c, bench.context, bench.At("2026-10-02 10:00")));
    state.SetIterationTime(SecondsSince(began));
  }
}
BENCHMARK(ThousandPayments)
    ->Arg(2'000)
    ->Arg(100'000)
    ->Iterations(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

RecordMoney WholeItem(const std::string& payment, const std::string& item, Date on) {
  RecordMoney money;
  money.receipt = payment;
  money.currency = scenario::testing::kEur;
  money.booked_on = money.value_on = on;
  money.allocations = {{item, 100'00, 0}};
  return money;
}

/// Each of another item in full, in a turn of its own, as an owner takes it: decided and settled on
/// a copy of the case, applied to the document, and what changed of that encoded for the view.
void PaymentInATurnOfItsOwn(benchmark::State& state) {
  Bench bench;
  ManyInvoices(bench, 0, state.range(0));
  const std::string key = scenario::CaseKey(bench.c.id);
  const Instant now = bench.At("2026-10-02 10:00");
  journal::Documents documents;
  documents.Install(key, std::nullopt);
  documents.Edit<scenario::CaseDocument>(key).c = std::move(bench.c);
  documents.Take();
  int64_t paid = 0;
  size_t written = 0;
  for (auto unused : state) {
    const std::string item = "F-2026-" + std::to_string(100'000 + paid);
    const auto money = WholeItem("P-" + std::to_string(paid++), item, bench.context.Today(now));
    Case draft = documents.Find<scenario::CaseDocument>(key)->c;
    const auto facts = DecideInPlace(draft, money, bench.context, now);
    if (!facts) return state.SkipWithError("a payment was refused");
    const auto more = SettleInPlace(draft, bench.context, now);
    benchmark::DoNotOptimize(NextMoment(draft, bench.context, now));
    Case& c = documents.Edit<scenario::CaseDocument>(key).c;
    Apply(c, *facts);
    Apply(c, more);
    for (const auto& [name, bytes] : documents.Take().documents)
      written += bytes ? bytes->size() : 0;
  }
  state.counters["bytes"] = static_cast<double>(written) / static_cast<double>(paid);
}
BENCHMARK(PaymentInATurnOfItsOwn)->Arg(2'000)->Arg(100'000)->Iterations(1'000);

void Settling(benchmark::State& state) {
  Bench bench;
  ManyInvoices(bench, 0, state.range(0));
  for (auto unused : state) {
    benchmark::DoNotOptimize(bench.SettleFacts("2026-10-02 10:00"));
    benchmark::DoNotOptimize(NextMoment(bench.c, bench.context, bench.At("2026-10-02 10:00")));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Settling)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

// ---- Memory.

double Each(const HeldBytes& held, int64_t count) {
  return static_cast<double>(held.Now()) / static_cast<double>(count);
}

/// An account of so many invoices of one item each: all that the case keeps of them, beyond what it
/// keeps with one.
void BytesOfAnOpenItem(benchmark::State& state) {
  for (auto unused : state) {
    Bench bench;
    ManyInvoices(bench, 0, 1);
    const HeldBytes held;
    ManyInvoices(bench, 1, state.range(0));
    state.counters["bytes"] = Each(held, state.range(0) - 1);
  }
}
BENCHMARK(BytesOfAnOpenItem)->Arg(100'000)->Iterations(1);

/// The same after a first reminder that named all of them was handed over, read back from its
/// bytes. That notice, and what it says, is the case's: it is not counted.
void BytesOfARemindedItem(benchmark::State& state) {
  for (auto unused : state) {
    Bench bench;
    ManyInvoices(bench, 0, state.range(0));
    for (const CaseFact& fact : bench.SettleFacts("2027-10-04 09:00")) {
      const auto* planned = std::get_if<scenario::NoticePlanned>(&fact);
      if (planned == nullptr) continue;
      const scenario::NoticeHandedOver handed_over{planned->notice.id};
      DecideInPlace(bench.c, handed_over, bench.context, bench.At("2027-10-04 09:00"));
    }
    bench.c.notices.clear();
    if (bench.c.DerivedLevel() != 1) return state.SkipWithError("nothing was reminded");
    const std::string bytes = Encode(bench.c);
    const HeldBytes held;
    const auto back = Decode<Case>(bytes);
    state.counters["bytes"] = Each(held, state.range(0));
  }
}
BENCHMARK(BytesOfARemindedItem)->Arg(100'000)->Iterations(1);

/// Cases of three open items, most of them reminded, with all that they remember, each read back
/// from its bytes.
void BytesOfACase(benchmark::State& state) {
  std::vector<std::string> of_three;
  for (const Life& life : Lives()) {
    if (life.now.items.size() == 3) of_three.push_back(Encode(life.now));
  }
  for (auto unused : state) {
    std::vector<Case> cases;
    const HeldBytes held;
    cases.reserve(static_cast<size_t>(state.range(0)));
    for (int64_t i = 0; i < state.range(0); ++i) {
      cases.push_back(*Decode<Case>(of_three[static_cast<size_t>(i) % of_three.size()]));
    }
    state.counters["bytes"] = Each(held, state.range(0));
  }
}
BENCHMARK(BytesOfACase)->Arg(100'000)->Iterations(1);

}  // namespace
}  // namespace relance::bench

BENCHMARK_MAIN();
