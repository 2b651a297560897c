#include <gmock/gmock.h>

#include <functional>

#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/testing/bench.h"
#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

class ClearanceTest : public ::testing::Test {
 protected:
  ClearanceTest() {
    bench_.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
    bench_.Settle("2026-10-02 08:30");
    notice_ = bench_.Pending("F-1");
  }
  std::vector<std::string> Clear(std::string_view at) {
    return bench_.Tell(ClearNotice{notice_}, at);
  }

  Bench bench_;
  std::string notice_;
};

TEST_F(ClearanceTest, NothingChangedItIsClearedAsItWasPlanned) {
  const Notice planned = bench_.c.notices.at(notice_);
  EXPECT_THAT(Clear("2026-10-02 08:31"), IsEmpty());
  const Notice& cleared = bench_.c.notices.at(notice_);
  EXPECT_EQ(cleared.state, NoticeState::kCleared);
  EXPECT_EQ(cleared.content, planned.content);
  EXPECT_EQ(cleared.floor_before, planned.floor_before);
}

TEST_F(ClearanceTest, MayBeAskedForTwice) {
  Clear("2026-10-02 08:31");
  const Case once = bench_.c;
  Clear("2026-10-02 08:31");
  EXPECT_EQ(bench_.c, once);
}

TEST_F(ClearanceTest, AStopSaysStoppedEvenOnAFeedThatIsStale) {
  bench_.context.feed_stale = true;
  bench_.context.channels_stopped = {Channel::kEmail};
  EXPECT_THAT(Clear("2026-10-02 08:31"), ElementsAre("withdraw level1 stopped"));
}

TEST_F(ClearanceTest, AnythingElseIsSaidByItsName) {
  using Spoil = std::function<void(Bench&)>;
  const std::vector<std::pair<Spoil, std::string>> cases{
      {[](Bench& b) { b.context.feed_stale = true; }, "stale"},
      {[](Bench& b) { b.c.feed_gap = true; }, "gap"},
      {[](Bench& b) { b.c.insolvent = true; }, "insolvent"},
      {[](Bench& b) { b.c.litigation = true; }, "litigation"},
      {[](Bench& b) { b.context.contacts.clear(); }, "no_contact"},
      {[](Bench& b) { b.context.pressure = 0; }, "pressure"},
      {[](Bench& b) { b.c.items.Edit("F-1")->holds.Edit().emplace_back(); }, "held"},
      {[](Bench& b) { b.c.items.Edit("F-1")->due = Day("2026-10-30"); }, "changed"},
      {[](Bench& b) { b.c.items.Edit("F-1")->open = 4'00; }, "covered"},
      {[](Bench& b) { b.c.items.Edit("F-1")->open = 40'00; }, "minimum"},
  };
  for (const auto& [spoil, reason] : cases) {
    const Case case_before = bench_.c;
    const Context context_before = bench_.context;
    spoil(bench_);
    EXPECT_THAT(Clear("2026-10-02 08:31"), ElementsAre("withdraw level1 " + reason));
    bench_.c = case_before;
    bench_.context = context_before;
  }
}

TEST_F(ClearanceTest, ANoticeThatLeftIsNotClearedAgain) {
  Clear("2026-10-02 08:31");
  bench_.Tell(NoticeHandedOver{notice_}, "2026-10-02 08:31");
  EXPECT_TRUE(
      scenario::Clear(bench_.c, notice_, bench_.context, bench_.At("2026-10-02 08:32")).empty());
}

TEST(ClearanceStoriesTest, AnApprovedContentThatChangedIsWithdrawnAndAskedForAgain) {
  EXPECT_THAT(Told(R"(show queue withdraw void task send
2026-10-30 07:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-10-30 07:00 history F-1 level 3 notice 2026-10-23
2026-11-05 09:00 notifier down
2026-11-05 10:00 approve formal_notice by anna
2026-11-05 11:00 payment P-1 100.00 EUR for F-1
2026-11-05 12:00 notifier up
until 2026-11-06)"),
              ElementsAre("2026-11-05 08:30:00 task approve formal_notice items F-1:12000.00@4 "
                          "net 12000.00 EUR",
                          "2026-11-05 10:00:00 queue formal_notice items F-1:12000.00@4 "
                          "net 12000.00 EUR",
                          "2026-11-05 12:00:00 withdraw formal_notice approval",
                          "2026-11-05 12:00:00 void formal_notice",
                          "2026-11-05 12:00:00 task approve formal_notice items F-1:11900.00@4 "
                          "net 11900.00 EUR"));
}

TEST(ClearanceStoriesTest, OneOfTwoPaidTheOtherLeavesAlone) {
  EXPECT_THAT(Told(R"(show queue withdraw send
2026-10-05 07:00 invoice F-1 800.00 EUR due 2026-10-08
2026-10-05 07:00 invoice F-2 900.00 EUR due 2026-10-08
2026-10-09 08:00 notifier down
2026-10-09 09:00 payment P-1 800.00 EUR for F-1
2026-10-09 09:30 notifier up)"),
              ElementsAre("2026-10-09 08:30:00 queue level1 items F-1:800.00@1 F-2:900.00@1 "
                          "net 1700.00 EUR",
                          "2026-10-09 09:30:00 send level1 email items F-2:900.00@1 "
                          "net 900.00 EUR"));
}

}  // namespace
}  // namespace relance::scenario
