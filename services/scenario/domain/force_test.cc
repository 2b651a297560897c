#include "services/scenario/domain/force.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/explain.h"
#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using ::testing::Contains;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// One invoice, reminded once; the second reminder is nine days away.
class ForceTest : public ::testing::Test {
 protected:
  ForceTest() {
    bench_.Invoice("F-1", 800'00, "2026-10-01", "2026-10-01 19:00");
    bench_.Settle("2026-10-02 08:30");
    bench_.Tell(NoticeHandedOver{bench_.Pending("F-1")}, "2026-10-02 08:30");
    bench_.Settle("2026-10-02 08:30");
  }
  std::vector<std::string> Ask(const std::string& id, const std::string& step = "level2") {
    return bench_.Tell(AskForce{id, step, "F-1", "anna", "moves abroad"}, "2026-10-05 10:00");
  }
  RefusalReason Refused(const CaseInput& input, std::string_view at = "2026-10-05 11:00") {
    const auto decided = bench_.Decide(input, at);
    EXPECT_FALSE(decided) << "nothing was refused";
    return decided ? RefusalReason::kItem : decided.error().reason;
  }
  std::string Words(std::string_view at) {
    return WordsOf(Explain(bench_.c, bench_.context, bench_.At(at)).at(0));
  }

  Bench bench_;
};

TEST_F(ForceTest, NothingLeavesBeforeAnotherPersonConfirms) {
  EXPECT_THAT(Ask("FO-1"), ElementsAre("task decide force FO-1"));
  EXPECT_EQ(bench_.c.tasks.at("decide force FO-1").due, Day("2026-10-07"));
  EXPECT_THAT(bench_.Settle("2026-10-05 10:00"), IsEmpty());
  EXPECT_THAT(Words("2026-10-05 10:00"),
              HasSubstr("anna asks to force level2 (FO-1): a second person decides until "
                        "2026-10-07"));
  EXPECT_EQ(Refused(ConfirmForce{"FO-1", "anna"}), RefusalReason::kSecondPerson);
  EXPECT_EQ(Refused(ConfirmForce{"FO-1", ""}), RefusalReason::kSecondPerson);

  EXPECT_THAT(bench_.Tell(ConfirmForce{"FO-1", "bruno"}, "2026-10-05 11:00"),
              ElementsAre("force FO-1 confirmed"));
  EXPECT_THAT(Words("2026-10-05 11:00"), HasSubstr("anna and bruno forced level2: moves abroad"));
  EXPECT_THAT(bench_.Settle("2026-10-05 11:00"),
              Contains(HasSubstr("queue level2 items F-1:800.00@2 net 800.00 EUR")));
  const Forced forced{"level2", "anna", "bruno", "moves abroad"};
  EXPECT_EQ(bench_.c.notices.at(bench_.Pending("F-1")).forced, forced);
  EXPECT_THAT(bench_.c.force_requests, IsEmpty());
  EXPECT_FALSE(bench_.c.tasks.contains("decide force FO-1"));
}

TEST_F(ForceTest, ARefusedRequestIsGone) {
  Ask("FO-1");
  EXPECT_THAT(bench_.Tell(RefuseForce{"FO-1", "bruno", "too early"}, "2026-10-05 11:00"),
              ElementsAre("force FO-1 refused"));
  EXPECT_EQ(Refused(ConfirmForce{"FO-1", "bruno"}), RefusalReason::kNothing);
  EXPECT_EQ(Refused(RefuseForce{"FO-1", "bruno", ""}), RefusalReason::kNothing);
  EXPECT_THAT(bench_.Settle("2026-10-05 11:00"), IsEmpty());
  EXPECT_THAT(bench_.c.tasks, IsEmpty());
}

TEST_F(ForceTest, WhatNobodyDecidesInTwoBusinessDaysHasNoEffect) {
  Ask("FO-1");
  EXPECT_EQ(NextMoment(bench_.c, bench_.context, bench_.At("2026-10-05 10:00")),
            bench_.At("2026-10-08 00:00"));
  EXPECT_THAT(bench_.Settle("2026-10-07 23:59"), IsEmpty());
  EXPECT_EQ(Refused(ConfirmForce{"FO-1", "bruno"}, "2026-10-08 00:00"), RefusalReason::kPast)
      << "also before its timer ran";
  EXPECT_THAT(bench_.Settle("2026-10-08 00:00"), ElementsAre("force FO-1 expired"));
  EXPECT_THAT(bench_.c.tasks, IsEmpty());
}

TEST_F(ForceTest, AskingNeedsAStepAndOpenItemsAndIsNotRepeated) {
  EXPECT_EQ(Refused(AskForce{"FO-1", "level9", "F-1", "anna", ""}), RefusalReason::kStep);
  EXPECT_EQ(Refused(AskForce{"FO-1", "level2", "F-9", "anna", ""}), RefusalReason::kItem);
  Ask("FO-1");
  EXPECT_THAT(Ask("FO-1"), IsEmpty()) << "the same command again";
  EXPECT_EQ(Refused(AskForce{"FO-2", "level2", "F-1", "bruno", ""}), RefusalReason::kAsked);
  EXPECT_THAT(Ask("FO-3", "level3"), ElementsAre("task decide force FO-3"));
}

TEST_F(ForceTest, WithTheLastOfItsItemsOrItsScenarioTheRequestEnds) {
  Ask("FO-1");
  Bench& bench = bench_;
  const Case asked = bench.c;
  bench.Pay("P-1", "F-1", 800'00, 0, "2026-10-05 12:00");
  EXPECT_THAT(bench.c.force_requests, IsEmpty());
  EXPECT_FALSE(bench.c.tasks.contains("decide force FO-1"));

  bench.c = asked;
  bench.Tell(AssignScenario{{"bad-payer", 1}, false}, "2026-10-05 12:00");
  EXPECT_THAT(bench.c.force_requests, IsEmpty());

  bench.c = asked;
  bench.Tell(OpenInsolvency{Day("2026-10-05")}, "2026-10-05 12:00");
  EXPECT_THAT(bench.c.force_requests, IsEmpty());
  EXPECT_FALSE(bench.c.tasks.contains("decide force FO-1"));
}

TEST_F(ForceTest, ARequestForSeveralItemsKeepsThoseThatAreOpen) {
  bench_.Invoice("F-2", 900'00, "2026-10-01", "2026-10-05 09:00");
  ForceRequest request{"FO-1",           "level2", {"F-1", "F-2"},
                       "anna",           "",       bench_.At("2026-10-05 10:00"),
                       Day("2026-10-07")};
  Apply(bench_.c, CaseFact(ForceAsked{request}));
  bench_.Pay("P-1", "F-1", 800'00, 0, "2026-10-05 12:00");
  EXPECT_THAT(bench_.c.force_requests.at("FO-1").items, ElementsAre("F-2"));
  bench_.Tell(ConfirmForce{"FO-1", "bruno"}, "2026-10-05 13:00");
  EXPECT_EQ(bench_.c.items.at("F-2").forced->step, "level2");
}

}  // namespace
}  // namespace relance::scenario
