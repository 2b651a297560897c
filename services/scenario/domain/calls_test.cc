#include "services/scenario/domain/calls.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using ::testing::Contains;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kEur;
using ::testing::StartsWith;

/// A good payer is called on the third day; the call waits for a person.
class CallsTest : public ::testing::Test {
 protected:
  CallsTest() : bench_(testing::GoodPayer()) {
    bench_.Invoice("F-1", 800'00, "2026-10-01", "2026-10-01 19:00");
    bench_.Settle("2026-10-05 08:30");
    for (const auto& [key, task] : bench_.c.tasks) call_ = key;
  }
  RecordCall Call(const std::string& id, CallOutcome outcome) const {
    RecordCall call;
    call.id = id;
    call.outcome = outcome;
    call.by = "anna";
    call.note = "spoke to accounts payable";
    return call;
  }
  std::vector<std::string> Tell(const RecordCall& call) {
    return bench_.Tell(call, "2026-10-05 10:00");
  }
  RefusalReason Refused(const RecordCall& call) {
    const Case before = bench_.c;
    const auto decided =
        DecideInPlace(bench_.c, call, bench_.context, bench_.At("2026-10-05 10:00"));
    EXPECT_FALSE(decided) << "nothing was refused";
    EXPECT_EQ(bench_.c, before);
    return decided ? RefusalReason::kItem : decided.error().reason;
  }

  Bench bench_;
  std::string call_;
};

TEST_F(CallsTest, SomebodyWhoWasReachedEndsTheCall) {
  ASSERT_THAT(call_, StartsWith("call "));
  Tell(Call("CA-1", CallOutcome::kReached));
  EXPECT_THAT(bench_.c.tasks, IsEmpty());
  ASSERT_EQ(bench_.c.calls.size(), 1U);
  EXPECT_EQ(bench_.c.calls[0].by, "anna");
  EXPECT_EQ(bench_.c.calls[0].at, bench_.At("2026-10-05 10:00"));
  EXPECT_THAT(bench_.c.calls[0].ended, ElementsAre(call_));
}

TEST_F(CallsTest, ACallThatNobodyAnswersIsStillToBeMadeUnlessItIsGivenUp) {
  Tell(Call("CA-1", CallOutcome::kNoAnswer));
  Tell(Call("CA-2", CallOutcome::kMessageLeft));
  EXPECT_TRUE(bench_.c.tasks.contains(call_));
  EXPECT_EQ(bench_.c.calls.size(), 2U);
  RecordCall last = Call("CA-3", CallOutcome::kNoAnswer);
  last.done = true;
  Tell(last);
  EXPECT_FALSE(bench_.c.tasks.contains(call_));
}

TEST_F(CallsTest, WhatWasAgreedOnTheTelephoneIsRecordedWithTheCall) {
  RecordCall call = Call("CA-1", CallOutcome::kPromised);
  call.agreed = MakePromise{"PR-1", {kEur, 800'00}, Day("2026-10-09"), {"F-1"}};
  EXPECT_THAT(Tell(call), Contains("promise PR-1 open"));
  EXPECT_THAT(bench_.c.tasks, IsEmpty());
  EXPECT_EQ(bench_.c.calls[0].made, "PR-1");

  RecordCall disputed = Call("CA-2", CallOutcome::kDisputed);
  disputed.agreed = OpenDispute{"DI-1", "F-1", "price", 0};
  EXPECT_THAT(Tell(disputed), Contains("dispute DI-1 open"));

  RecordCall again = Call("CA-3", CallOutcome::kCallback);
  again.agreed = BookCallback{"CB-1", bench_.At("2026-10-06 09:00")};
  EXPECT_THAT(Tell(again), Contains(HasSubstr("task callback CB-1")));

  RecordCall announced = Call("CA-4", CallOutcome::kAnnounced);
  announced.task = "callback CB-1";
  announced.agreed = AnnouncePayment{"F-1", PaymentMode::kTransfer};
  EXPECT_THAT(Tell(announced), Contains(HasSubstr("hold F-1 in_flight")));
  EXPECT_FALSE(bench_.c.tasks.contains("callback CB-1"));
  EXPECT_THAT(bench_.c.callbacks, IsEmpty()) << "it was made: it is not missed any more";
}

TEST_F(CallsTest, AWrongNumberAsksForAnotherOneOnce) {
  EXPECT_THAT(Tell(Call("CA-1", CallOutcome::kWrongNumber)),
              ElementsAre(HasSubstr("task find_contact")));
  EXPECT_FALSE(bench_.c.tasks.contains(call_));
  Tell(Call("CA-2", CallOutcome::kWrongNumber));
  Tell(Call("CA-3", CallOutcome::kWrongNumber));
  EXPECT_EQ(bench_.c.tasks.size(), 2U) << "of the call, and of the calls that nobody asked for";
  bench_.Tell(ContactsChanged{{"email:new"}}, "2026-10-05 11:00");
  EXPECT_THAT(bench_.c.tasks, IsEmpty());
}

TEST_F(CallsTest, WhatDoesNotFitOrIsRefusedLeavesTheCallToBeMade) {
  EXPECT_EQ(Refused(Call("CA-1", CallOutcome::kPromised)), RefusalReason::kOutcome);
  RecordCall call = Call("CA-1", CallOutcome::kReached);
  call.agreed = MakePromise{"PR-1", {kEur, 800'00}, Day("2026-10-09"), {"F-1"}};
  EXPECT_EQ(Refused(call), RefusalReason::kOutcome);
  call.outcome = CallOutcome::kPromised;
  call.agreed = MakePromise{"PR-1", {kEur, 800'00}, Day("2026-10-01"), {"F-1"}};
  EXPECT_EQ(Refused(call), RefusalReason::kPast);
  call = Call("CA-1", CallOutcome::kReached);
  call.task = "call nobody asked for";
  EXPECT_EQ(Refused(call), RefusalReason::kNothing);
}

TEST_F(CallsTest, ACallToldTwiceWasMadeOnceAndOnlyTheNewestAreKept) {
  for (int i = 0; i < 30; ++i) {
    const RecordCall call = Call("CA-" + std::to_string(i), CallOutcome::kNoAnswer);
    Tell(call);
    EXPECT_THAT(Tell(call), IsEmpty());
  }
  ASSERT_EQ(bench_.c.calls.size(), kCallsRemembered);
  EXPECT_EQ(bench_.c.calls.front().id, "CA-10");
  EXPECT_EQ(bench_.c.calls.back().id, "CA-29");
}

}  // namespace
}  // namespace relance::scenario
