#include "services/scenario/domain/evolve_thanks.h"

#include <gtest/gtest.h>

#include "services/scenario/domain/evolve.h"
#include "services/scenario/domain/facts_archive.h"

namespace relance::scenario {
namespace {

Case Owing() {
  Case c;
  Apply(c, ThanksOwed{"P-1", {Currency::Of("EUR"), 800'00}, {}});
  return c;
}

TEST(EvolveThanksTest, ACrossingOfAnOldJournalOwesNothing) {
  Case c;
  Apply(c, MessageCrossed{"level1", true});
  EXPECT_FALSE(c.thanks);
}

TEST(EvolveThanksTest, AFactOfAnOlderThankYouChangesNothing) {
  Case c = Owing();
  Apply(c, ThankYouPlanned{"N-2", {}});
  const Case before = c;
  for (const CaseFact& stale :
       {CaseFact(ThankYouCleared{"N-1", {}}), CaseFact(ThankYouSent{"N-1", {}}),
        CaseFact(ThankYouWithdrawn{"N-1", Obstacle::kStopped}), CaseFact(ThankYouFailed{"N-1"}),
        CaseFact(ThankYouPlanned{"N-3", {}})}) {
    Apply(c, stale);
    EXPECT_EQ(c, before) << stale.index();
  }
}

TEST(EvolveThanksTest, AnotherCycleForgetsWhatWasOwedAndKeepsWhatWasSent) {
  Case owing = Owing();
  Apply(owing, CycleOpened{2, {}});
  EXPECT_EQ(owing.thanks->state, ThankYouState::kWithdrawn);
  EXPECT_EQ(owing.thanks->reason, Obstacle::kReopened);
  Case sent = Owing();
  Apply(sent, ThankYouPlanned{"N-1", {}});
  Apply(sent, ThankYouSent{"N-1", {}});
  Apply(sent, CycleOpened{2, {}});
  EXPECT_EQ(sent.thanks->state, ThankYouState::kSent);
}

TEST(EvolveThanksTest, FactsComeBackFromTheirBytesAndOlderOnesAreReadAsTheyWere) {
  const CaseFacts facts{ThanksOwed{"P-1", {Currency::Of("EUR"), 800'00}, *ParseDate("2026-10-02")},
                        ThankYouPlanned{"N-1", Instant{Millis{1}}},
                        ThankYouCleared{"N-1", {Channel::kEmail, "anna", "c1", "fr", false}},
                        ThankYouWithdrawn{"N-1", Obstacle::kReopened},
                        ThankYouSent{"N-1", *ParseDate("2026-10-02")},
                        ThankYouFailed{"N-1"},
                        ReceiptSized{"P-1", 900'00}};
  const auto back = Decode<CaseFacts>(Encode(facts));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, facts);
  // As journals hold it: the place in CaseFact, the step, whether there are thanks.
  const auto old = Decode<CaseFact>(std::string("\x2f\x06level1\x02", 9));
  ASSERT_TRUE(old);
  EXPECT_EQ(*old, CaseFact(MessageCrossed{"level1", true}));
  const auto moved = Decode<CaseFact>(std::string("\x3a\x05other\x04", 8));
  ASSERT_TRUE(moved);
  EXPECT_EQ(*moved, CaseFact(CaseMoved{{"other", 2}}));
}

}  // namespace
}  // namespace relance::scenario
