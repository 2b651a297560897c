#include "services/scenario/domain/evolve.h"

#include <gmock/gmock.h>

#include <utility>
#include <variant>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;

template <size_t... Index>
std::vector<CaseFact> OneOfEach(std::index_sequence<Index...>) {
  return {CaseFact(std::in_place_index<Index>)...};
}

std::vector<CaseFact> OneOfEach() {
  return OneOfEach(std::make_index_sequence<std::variant_size_v<CaseFact>>());
}

TEST(EvolveTest, AFactAboutWhatIsNotThereMakesNoItem) {
  for (const CaseFact& fact : OneOfEach()) {
    const Case c = Evolve(Case{}, fact);
    EXPECT_TRUE(c.items.empty()) << fact.index();
    EXPECT_TRUE(c.closed.empty()) << fact.index();
  }
}

TEST(EvolveTest, TheFactsOfADecisionGiveTheStateThatItWasTakenOn) {
  Bench bench;
  Case folded = bench.c;
  const auto fold = [&](const CaseInput& input, const char* at) {
    const auto facts = bench.Decide(input, at);
    ASSERT_TRUE(facts);
    for (const CaseFact& fact : *facts) folded = Evolve(std::move(folded), fact);
    bench.Tell(input, at);
    EXPECT_EQ(folded, bench.c);
  };
  RecordInvoice invoice;
  invoice.document = "F-1";
  invoice.currency = testing::kEur;
  invoice.items = {{"F-1", 800'00, 800'00, Day("2026-10-01")}};
  fold(invoice, "2026-09-28 07:00");
  fold(AnnouncePayment{"F-1", PaymentMode::kDebit}, "2026-10-01 09:00");
  fold(OpenDispute{"DI-1", "F-1", "price", 0}, "2026-10-02 09:00");
  fold(DecideDispute{"DI-1", true, 100'00}, "2026-10-05 09:00");
}

TEST(EvolveTest, ASettledCaseIsTheFoldOfItsFacts) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-09-28 07:00");
  Case folded = bench.c;
  Apply(folded, bench.SettleFacts("2026-10-02 08:30"));
  EXPECT_EQ(folded, bench.c);
}

TEST(EvolveTest, AClosedItemEndsItsHoldsAndItsDisputes) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-09-28 07:00");
  bench.Tell(OpenDispute{"DI-1", "F-1", "price", 0}, "2026-10-02 09:00");
  EXPECT_TRUE(bench.c.tasks.contains("dispute DI-1"));
  bench.Pay("P-1", "F-1", 800'00, 0, "2026-10-05 10:00");
  EXPECT_TRUE(bench.c.items.empty());
  EXPECT_TRUE(bench.c.closed.at("F-1").holds.empty());
  EXPECT_EQ(bench.c.disputes.at("DI-1").state, DisputeState::kEnded);
  EXPECT_FALSE(bench.c.tasks.contains("dispute DI-1"));
}

}  // namespace
}  // namespace relance::scenario
