#include "tests/sim/memory_view.h"

#include "libs/redis/testing/view_store_contract.h"

// The simulation's view keeps the same contract as the one in Redis.

namespace relance::journal {

INSTANTIATE_TEST_SUITE_P(Memory, ViewStoreContract,
                         testing::Values(ViewStoreMaker{
                             "Memory", [] {
                               return std::make_unique<sim::MemoryView>(
                                   [] { return FromMillis(1'790'000'000'000); });
                             }}));

TEST(MemoryViewTest, AFailOverLosesTheNewestProjectionsAndNothingElse) {
  sim::MemoryView view([] { return Instant{}; });
  const auto at = [](uint64_t sequence) {
    return Position{sequence, Sha256(std::to_string(sequence)), static_cast<int64_t>(sequence)};
  };
  std::optional<Position> from;
  for (uint64_t sequence = 1; sequence <= 3; ++sequence) {
    Changes changes;
    changes.documents.emplace_back("till/A", std::to_string(sequence));
    ASSERT_TRUE(view.Project(from, at(sequence), changes)->done);
    from = at(sequence);
  }
  view.RollBack(2);
  EXPECT_EQ(view.content().position, at(1));
  EXPECT_EQ(view.content().documents.at("till/A"), "1");
  view.RollBack(9);
  EXPECT_EQ(view.content().position, std::nullopt);
  EXPECT_TRUE(view.content().documents.empty());
}

}  // namespace relance::journal
