#include <gmock/gmock.h>

#include "services/scenario/adapters/testing/turn_bench.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class TurnDebtorTest : public TurnBench {
 protected:
  std::string DeclareInsolvent(const std::string& entity,
                               const std::string& published = "2026-09-30") {
    v1::ScenarioInput input;
    auto& told = *input.mutable_open_insolvency();
    told.mutable_account()->set_legal_entity(entity);
    told.mutable_account()->set_number("D42");
    *told.mutable_published_on() = ToProto(*ParseDate(published));
    return Command(input);
  }
  std::string HoldDebtor(const std::string& entity, std::vector<std::string> entities = {"*"}) {
    v1::ScenarioInput input;
    auto& hold = *input.mutable_place_hold();
    hold.mutable_account()->set_legal_entity(entity);
    hold.mutable_account()->set_number("D42");
    hold.set_scope("debtor");
    hold.set_reason("merger");
    *hold.mutable_until() = ToProto(*ParseDate("2026-10-20"));
    return Command(input, "anna", std::move(entities));
  }
  std::string ReleaseDebtor(const std::string& entity) {
    v1::ScenarioInput input;
    auto& release = *input.mutable_release_hold();
    release.mutable_account()->set_legal_entity(entity);
    release.mutable_account()->set_number("D42");
    release.set_scope("debtor");
    release.set_reason("merger");
    return Command(input);
  }

  std::vector<std::string> Pressed(const std::vector<std::string>& entities) {
    std::vector<std::string> pressed;
    for (const auto& entity : entities) {
      for (const auto& [group, why] : CaseIn(entity).blocks) {
        if (why == Obstacle::kPressure) pressed.push_back(entity);
      }
    }
    return pressed;
  }
};

TEST_F(TurnDebtorTest, TheFirmestOfOneInstantTakesTheMessageOfTheDay) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Owe("FR03", 1, "2026-10-02");
  // Listed, with nothing due yet.
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-09-01"), IsEmpty());
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-10-02"), ElementsAre("FR03 level2"));
  EXPECT_THAT(Pressed({"FR01", "FR02", "FR03"}), ElementsAre("FR01", "FR02"));
}

TEST_F(TurnDebtorTest, TheFirmestGoesFirstAlsoWhenItsWakeUpWouldComeInALaterBatch) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR03", 1, "2026-10-02");
  Settle({"FR01", "FR03"}, "2026-09-01");
  EXPECT_THAT(Settle({"FR01"}, "2026-10-02"), ElementsAre("FR03 level2"));
  EXPECT_THAT(Settle({"FR03"}, "2026-10-02"), IsEmpty());
}

TEST_F(TurnDebtorTest, TheOthersFollowOnTheNextDays) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Settle({"FR01", "FR02"}, "2026-09-01");
  EXPECT_THAT(Settle({"FR01", "FR02"}, "2026-10-02"), ElementsAre("FR01 level1"));
  EXPECT_THAT(Settle({"FR02"}, "2026-10-05"), ElementsAre("FR02 level1"));
}

TEST_F(TurnDebtorTest, AnotherRegisterIsAnotherDebtor) {
  Owe("FR01", 0, "2026-10-02");
  Owe("DE01", 0, "2026-10-02");
  Settle({"FR01", "DE01"}, "2026-09-01");
  EXPECT_THAT(Settle({"FR01", "DE01"}, "2026-10-02"),
              UnorderedElementsAre("FR01 level1", "DE01 level1"));
}

TEST_F(TurnDebtorTest, InsolvencySilencesEveryEntityAndCasesThatComeLater) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Owe("DE01", 0, "2026-10-02");
  Settle({"FR01", "FR02", "DE01"}, "2026-09-01");
  now_ = At("2026-10-01");
  ASSERT_EQ(DeclareInsolvent("FR02"), "");
  EXPECT_TRUE(CaseIn("FR01").insolvent);
  EXPECT_TRUE(CaseIn("FR02").tasks.contains("claim"));
  EXPECT_FALSE(CaseIn("DE01").insolvent);
  Owe("FR03", 1, "2026-10-02");
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-10-02"), IsEmpty());
  EXPECT_TRUE(CaseIn("FR03").insolvent);
  ASSERT_TRUE(CaseIn("FR03").tasks.contains("claim"));
  EXPECT_EQ(CaseIn("FR03").tasks.at("claim").due, ParseDate("2026-11-30").value());
}

TEST_F(TurnDebtorTest, TheFirstPublicationCountsAlsoForCasesThatComeAfterTheSecond) {
  Owe("FR01", 0, "2026-10-02");
  Settle({"FR01"}, "2026-09-01");
  now_ = At("2026-10-20");
  ASSERT_EQ(DeclareInsolvent("FR01", "2026-09-30"), "");
  ASSERT_EQ(DeclareInsolvent("FR01", "2026-10-15"), "");
  Owe("FR02", 1, "2026-10-21");
  Settle({"FR01", "FR02"}, "2026-10-21");
  ASSERT_TRUE(CaseIn("FR02").tasks.contains("claim"));
  EXPECT_EQ(CaseIn("FR02").tasks.at("claim").due, ParseDate("2026-11-30").value());
}

TEST_F(TurnDebtorTest, AHoldOfTheDebtorConcernsEveryCaseOfHisAndTheOnesThatCome) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Settle({"FR01", "FR02"}, "2026-09-01");
  now_ = At("2026-10-01");
  ASSERT_EQ(HoldDebtor("FR01"), "");
  EXPECT_EQ(CaseIn("FR02").holds.size(), 1U);
  Owe("FR03", 0, "2026-10-02");
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-10-02"), IsEmpty());
  EXPECT_EQ(CaseIn("FR03").holds.size(), 1U);
  ASSERT_EQ(ReleaseDebtor("FR03"), "");
  EXPECT_THAT(CaseIn("FR01").holds, IsEmpty());
  EXPECT_THAT(CaseIn("FR03").holds, IsEmpty());
}

TEST_F(TurnDebtorTest, APersonHoldsOnlyTheCasesOfEntitiesThatHeActsFor) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Settle({"FR01", "FR02"}, "2026-09-01");
  now_ = At("2026-10-01");
  ASSERT_EQ(HoldDebtor("FR01", {"FR01"}), "");
  EXPECT_EQ(CaseIn("FR01").holds.size(), 1U);
  EXPECT_THAT(CaseIn("FR02").holds, IsEmpty());
}

}  // namespace
}  // namespace relance::scenario
