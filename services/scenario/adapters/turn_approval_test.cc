#include <gmock/gmock.h>

#include "services/scenario/adapters/testing/turn_bench.h"

namespace relance::scenario {
namespace {

/// FR01/D42 owes; somebody asks for what somebody else has to approve.
class TurnApprovalTest : public TurnBench {
 protected:
  TurnApprovalTest() {
    Owe("FR01", 0, "2026-10-02");
    now_ = At("2026-10-01");
  }

  std::string Propose(const std::string& plan, const std::string& who) {
    v1::ScenarioInput input;
    auto& proposed = *input.mutable_propose_plan();
    About(*proposed.mutable_account());
    proposed.set_plan_id(plan);
    proposed.set_currency("EUR");
    proposed.add_items("F-1");
    proposed.add_instalments()->set_minor_units(800'00);
    *proposed.mutable_instalments(0)->mutable_on() = ToProto(*ParseDate("2026-11-02"));
    return Command(input, who);
  }
  std::string Promise(const std::string& promise, const std::string& by, const std::string& who) {
    v1::ScenarioInput input;
    auto& made = *input.mutable_record_promise();
    About(*made.mutable_account());
    made.set_promise_id(promise);
    made.mutable_amount()->set_currency("EUR");
    made.mutable_amount()->set_minor_units(800'00);
    *made.mutable_by() = ToProto(*ParseDate(by));
    made.add_items("F-1");
    return Command(input, who);
  }
  std::string Dispute(const std::string& dispute, const std::string& who) {
    v1::ScenarioInput input;
    auto& opened = *input.mutable_open_dispute();
    About(*opened.mutable_account());
    opened.set_dispute_id(dispute);
    opened.set_item("F-1");
    opened.set_reason("price");
    return Command(input, who);
  }
  std::string Reject(const std::string& dispute) {
    v1::ScenarioInput input;
    About(*input.mutable_decide_dispute()->mutable_account());
    input.mutable_decide_dispute()->set_dispute_id(dispute);
    return Command(input);
  }
  /// "waits", or what Command says.
  std::string Stop(bool stopped, const std::string& who,
                   common::v1::Channel channel = common::v1::CHANNEL_UNSPECIFIED) {
    v1::ScenarioInput input;
    auto& command = *input.mutable_set_stop_switch();
    command.set_legal_entity("FR01");
    command.set_channel(channel);
    command.set_stopped(stopped);
    command.set_reason("wrong bank account printed");
    const std::string refused = Command(input, who);
    v1::SetStopSwitchReply reply;
    EXPECT_TRUE(reply.ParseFromString(reply_));
    return refused.empty() && reply.waits() ? "waits" : refused;
  }
  bool IsStopped() {
    return documents_.Find<PartitionDocument>(kPartitionKey)->stops.contains("FR01");
  }
  std::string Approve(const std::string& subject, const std::string& who) {
    v1::ScenarioInput input;
    About(*input.mutable_approve_notice()->mutable_account());
    input.mutable_approve_notice()->set_subject(subject);
    return Command(input, who);
  }
};

TEST_F(TurnApprovalTest, NobodyApprovesThePlanThatHeProposed) {
  ASSERT_EQ(Propose("PL-1", "anna"), "");
  EXPECT_EQ(Approve("PL-1", "anna"), "second_person");
  EXPECT_EQ(CaseIn("FR01").plans.at("PL-1").state, PlanState::kAwaitingApproval);
  EXPECT_EQ(Approve("PL-1", "bruno"), "");
  EXPECT_EQ(CaseIn("FR01").plans.at("PL-1").state, PlanState::kActive);
}

TEST_F(TurnApprovalTest, NobodyApprovesThePromiseFarAheadThatHeRecorded) {
  ASSERT_EQ(Promise("PR-1", "2026-10-30", "anna"), "");
  EXPECT_EQ(Approve("PR-1", "anna"), "second_person");
  EXPECT_EQ(Approve("PR-1", "bruno"), "");
}

TEST_F(TurnApprovalTest, NobodyApprovesTheDisputeThatHeRepeated) {
  ASSERT_EQ(Dispute("DI-1", "anna"), "");
  ASSERT_EQ(Reject("DI-1"), "");
  ASSERT_EQ(Dispute("DI-2", "anna"), "");
  EXPECT_EQ(Approve("DI-2", "anna"), "second_person");
  EXPECT_EQ(Approve("DI-2", "bruno"), "");
  EXPECT_EQ(CaseIn("FR01").disputes.at("DI-2").state, DisputeState::kOpen);
}

TEST_F(TurnApprovalTest, NobodyApprovesWhatHeAgreedOnTheTelephone) {
  v1::ScenarioInput input;
  auto& call = *input.mutable_record_call();
  About(*call.mutable_account());
  call.set_call_id("C-1");
  call.set_outcome("promised");
  auto& promise = *call.mutable_promise();
  About(*promise.mutable_account());
  promise.set_promise_id("PR-1");
  promise.mutable_amount()->set_currency("EUR");
  promise.mutable_amount()->set_minor_units(800'00);
  *promise.mutable_by() = ToProto(*ParseDate("2026-10-30"));
  ASSERT_EQ(Command(input, "anna"), "");
  EXPECT_EQ(Approve("PR-1", "anna"), "second_person");
  EXPECT_EQ(Approve("PR-1", "bruno"), "");
}

TEST_F(TurnApprovalTest, ToSayTheSameAgainMakesNobodyElseTheAuthor) {
  ASSERT_EQ(Propose("PL-1", "anna"), "");
  ASSERT_EQ(Propose("PL-1", "bruno"), "");
  EXPECT_EQ(Approve("PL-1", "anna"), "second_person");
  EXPECT_EQ(Approve("PL-1", "bruno"), "");
}

TEST_F(TurnApprovalTest, WhatNeedsNoApprovalHasNoAuthor) {
  ASSERT_EQ(Promise("PR-1", "2026-10-05", "anna"), "");
  EXPECT_FALSE(documents_.Knows(WorkKey({"FR01", "D42"})));
}

TEST_F(TurnApprovalTest, TwoPersonsLetMessagesLeaveAgain) {
  ASSERT_EQ(Stop(true, "carla"), "");
  EXPECT_EQ(Stop(false, "anna"), "waits");
  EXPECT_EQ(Stop(false, "anna"), "waits") << "she is still one person";
  ASSERT_TRUE(IsStopped());
  EXPECT_EQ(Stop(false, "bruno"), "");
  EXPECT_FALSE(IsStopped());
  EXPECT_EQ(Stop(false, "anna"), "") << "nothing is stopped any more";
}

TEST_F(TurnApprovalTest, WhoStopsAgainVoidsWhatWasSaidOfTheRelease) {
  ASSERT_EQ(Stop(true, "carla"), "");
  ASSERT_EQ(Stop(false, "anna"), "waits");
  ASSERT_EQ(Stop(true, "carla"), "");
  EXPECT_EQ(Stop(false, "bruno"), "waits");
  EXPECT_TRUE(IsStopped());
}

TEST_F(TurnApprovalTest, TheReleaseOfOneChannelIsNotThatOfAnother) {
  ASSERT_EQ(Stop(true, "carla", common::v1::CHANNEL_EMAIL), "");
  ASSERT_EQ(Stop(true, "carla", common::v1::CHANNEL_SMS), "");
  ASSERT_EQ(Stop(false, "anna", common::v1::CHANNEL_EMAIL), "waits");
  EXPECT_EQ(Stop(false, "bruno", common::v1::CHANNEL_SMS), "waits");
  EXPECT_EQ(Stop(false, "bruno", common::v1::CHANNEL_EMAIL), "");
}

}  // namespace
}  // namespace relance::scenario
