#include "services/scenario/domain/facts_archive.h"

#include <gtest/gtest.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

TEST(FactsArchiveTest, FactsComeBackFromTheirBytes) {
  testing::Bench bench;
  RecordInvoice invoice;
  invoice.document = "F-1";
  invoice.currency = testing::kEur;
  invoice.items = {{"F-1", 800'00, 800'00, testing::Day("2026-10-01")}};
  const auto decided = bench.Decide(invoice, "2026-10-02 07:00");
  ASSERT_TRUE(decided);
  CaseFacts facts = *decided;
  bench.Tell(invoice, "2026-10-02 07:00");
  const CaseFacts settled = bench.SettleFacts("2026-10-02 08:30");
  facts.insert(facts.end(), settled.begin(), settled.end());
  ASSERT_GE(facts.size(), 4U);
  const auto back = Decode<CaseFacts>(Encode(facts));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, facts);
}

TEST(FactsArchiveTest, CutBytesAreCorrupt) {
  const std::string bytes = Encode(CaseFact(ItemClosed{"F-1", Closing::kPaid, {}}));
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Decode<CaseFact>(bytes.substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace relance::scenario
