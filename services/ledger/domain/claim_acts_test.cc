#include "services/ledger/domain/claim_acts.h"

#include <gmock/gmock.h>

#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// 12:00 UTC of a day.
Instant Noon(Date day) {
  return Instant(day) + std::chrono::hours(12);
}

/// F-1, due 1 October 2026, paid on the 12th; what is computed of it is 5.67.
class ClaimActsTest : public testing::Test {
 protected:
  void SetUp() override {
    Take(books_, AnInvoice("F-1", {10'000}));
    Take(books_, APayment("P-1", 10'000, {{"F-1", 0}}));
  }
  ClaimOrder Order(ClaimActKind kind, const std::string& id, int64_t claimed = 567) {
    ClaimOrder order{"F-1", kind, id, "agreed", "statement of " + id, {}};
    order.computed = BasisOf(books_.invoices["F-1"], Day(2026, 11, 4));
    order.computed.claimed = claimed;
    return order;
  }
  tl::expected<std::vector<AccountFact>, ClaimRefusal> Act(const ClaimOrder& order,
                                                           const std::string& role = "lead") {
    auto facts = DecideClaimAct(books_, order, {"anna", role}, Noon(Day(2026, 11, 4)));
    for (const AccountFact& fact : facts.value_or(std::vector<AccountFact>{})) {
      EXPECT_TRUE(Evolve(books_, fact).has_value());
    }
    return facts;
  }
  ClaimRefusal Refused(const ClaimOrder& order, const std::string& role = "lead") {
    const auto facts = Act(order, role);
    EXPECT_FALSE(facts.has_value());
    return facts ? ClaimRefusal{} : facts.error();
  }

  BooksInMemory books_;
};

TEST_F(ClaimActsTest, ABilledClaimKeepsItsStatementAndWaitsNoMore) {
  EXPECT_THAT(books_.paid_late, ElementsAre("F-1"));
  ASSERT_TRUE(Act(Order(ClaimActKind::kBill, "c1"), "collector").has_value());
  const Claim& claim = books_.claims["F-1"];
  ASSERT_EQ(claim.acts.size(), 1U);
  EXPECT_EQ(claim.acts[0], (ClaimAct{ClaimActKind::kBill, "c1", Money{kEur, 567}, "agreed", "anna",
                                     Noon(Day(2026, 11, 4)), Day(2026, 11, 4), "statement of c1"}));
  EXPECT_THAT(books_.paid_late, IsEmpty());
  EXPECT_THAT(books_.claimed, ElementsAre("F-1"));
}

TEST_F(ClaimActsTest, WhatIsBilledOrWaivedIsNotBilledAgain) {
  ASSERT_TRUE(Act(Order(ClaimActKind::kBill, "c1")).has_value());
  EXPECT_EQ(Refused(Order(ClaimActKind::kBill, "c2")), ClaimRefusal::kNothingLeft);
  EXPECT_EQ(Refused(Order(ClaimActKind::kWaive, "c3")), ClaimRefusal::kNothingLeft);
  EXPECT_EQ(Refused(Order(ClaimActKind::kBill, "c4", 400)), ClaimRefusal::kNothingLeft)
      << "a later computation that is lower takes nothing back";
}

TEST_F(ClaimActsTest, OnlyWhatAClaimHasGrownByIsBilledLater) {
  ASSERT_TRUE(Act(Order(ClaimActKind::kWaive, "c1", 500)).has_value());
  ASSERT_TRUE(Act(Order(ClaimActKind::kBill, "c2", 567)).has_value());
  EXPECT_EQ(SumOf(books_.claims["F-1"], ClaimActKind::kWaive, kEur), 500);
  EXPECT_EQ(SumOf(books_.claims["F-1"], ClaimActKind::kBill, kEur), 67);
  EXPECT_EQ(LeftOf(&books_.claims["F-1"], 600, kEur), 33);
  EXPECT_EQ(LeftOf(&books_.claims["F-1"], 600, kUsd), 600) << "another currency, another claim";
  EXPECT_EQ(LeftOf(nullptr, -5, kEur), 0);
}

TEST_F(ClaimActsTest, ACommandThatComesTwiceActsOnce) {
  const ClaimOrder order = Order(ClaimActKind::kBill, "c1");
  EXPECT_EQ(Act(order)->size(), 1U);
  EXPECT_EQ(Act(order)->size(), 0U);
  EXPECT_EQ(books_.claims["F-1"].acts.size(), 1U);
}

TEST_F(ClaimActsTest, AStatementThatTheBooksHaveOvertakenIsStale) {
  const ClaimOrder before = Order(ClaimActKind::kBill, "c1");
  Take(books_, AReversal("R-1", "P-1"));
  EXPECT_EQ(Refused(before), ClaimRefusal::kStale) << "another open amount";
  Take(books_, APayment("P-1", 10'000, {{"F-1", 0}}));
  Take(books_, AnInvoice("F-1", {12'000}, 2));
  EXPECT_EQ(Refused(before), ClaimRefusal::kStale) << "another version";
  ClaimOrder other = Order(ClaimActKind::kBill, "c2");
  other.computed.items[0].due += std::chrono::days(1);
  EXPECT_EQ(Refused(other), ClaimRefusal::kStale);
  other = Order(ClaimActKind::kBill, "c3");
  other.computed.items.clear();
  EXPECT_EQ(Refused(other), ClaimRefusal::kStale);
}

TEST_F(ClaimActsTest, APaymentAfterTheStatementsDayDoesNotMakeItStale) {
  Take(books_, AnInvoice("F-1", {12'000}, 2));
  ClaimOrder order = Order(ClaimActKind::kBill, "c1");
  order.computed.as_of = Day(2026, 11, 1);
  ReceiptRecorded payment = APayment("P-2", 2'000, {{"F-1", 0}});
  payment.value_date = Day(2026, 11, 2);
  Take(books_, payment);
  EXPECT_TRUE(Act(order).has_value());
}

TEST_F(ClaimActsTest, TheFirstReasonThatHoldsIsToldInOrderOfPrecedence) {
  ClaimOrder order = Order(ClaimActKind::kWaive, "c1", 0);
  order.document = "F-9";
  order.reason.clear();
  order.computed.as_of = Day(2026, 11, 6);
  order.computed.version = 7;
  EXPECT_EQ(Refused(order, "collector"), ClaimRefusal::kRole);
  EXPECT_EQ(Refused(order), ClaimRefusal::kNoReason);
  order.reason = "goodwill";
  EXPECT_EQ(Refused(order), ClaimRefusal::kUnknownDocument);
  order.document = "F-1";
  EXPECT_EQ(Refused(order), ClaimRefusal::kInTheFuture);
  order.computed.as_of = Day(2026, 11, 5);
  EXPECT_EQ(Refused(order), ClaimRefusal::kStale) << "tomorrow here may be today there";
  order.computed.version = 1;
  EXPECT_EQ(Refused(order), ClaimRefusal::kNothingLeft);
}

TEST_F(ClaimActsTest, ReadersDoNotActAndCollectorsDoNotWaive) {
  for (const char* role : {"", "viewer", "auditor", "contact", "erp"}) {
    EXPECT_FALSE(MayAct(ClaimActKind::kBill, role)) << role;
    EXPECT_FALSE(MayAct(ClaimActKind::kWaive, role)) << role;
  }
  for (const char* role : {"lead", "legal", "admin", "operator"}) {
    EXPECT_TRUE(MayAct(ClaimActKind::kBill, role)) << role;
    EXPECT_TRUE(MayAct(ClaimActKind::kWaive, role)) << role;
  }
  EXPECT_TRUE(MayAct(ClaimActKind::kBill, "collector"));
  EXPECT_FALSE(MayAct(ClaimActKind::kWaive, "collector"));
}

TEST_F(ClaimActsTest, ADocumentPaidLateWaitsUntilAnActAndAgainWhenItChanges) {
  Take(books_, AnInvoice("F-2", {100}));
  ReceiptRecorded in_time = APayment("P-2", 100, {{"F-2", 0}});
  in_time.value_date = Day(2026, 10, 1);
  Take(books_, in_time);
  EXPECT_THAT(books_.paid_late, ElementsAre("F-1"));
  ASSERT_TRUE(Act(Order(ClaimActKind::kBill, "c1")).has_value());
  Take(books_, AnInvoice("F-1", {12'000}, 2));
  EXPECT_THAT(books_.paid_late, ElementsAre("F-1")) << "more is owed than was billed";
  Take(books_, AReversal("R-1", "P-1"));
  EXPECT_THAT(books_.paid_late, IsEmpty()) << "nothing of it is paid";
}

TEST_F(ClaimActsTest, AnActOnADocumentThatIsStillOpenLeavesItWaiting) {
  Take(books_, AnInvoice("F-1", {12'000}, 2));
  ASSERT_TRUE(Act(Order(ClaimActKind::kBill, "c1")).has_value());
  EXPECT_THAT(books_.paid_late, ElementsAre("F-1"));
}

TEST_F(ClaimActsTest, AnActThatTheBooksContradictIsCorrupt) {
  const ClaimAct act{ClaimActKind::kBill, "c1", Money{kEur, 5}, "", "anna", {}, {}, ""};
  ClaimAct nothing = act;
  nothing.amount.minor = 0;
  EXPECT_FALSE(Evolve(books_, ClaimActed{"F-9", act}).has_value());
  EXPECT_FALSE(Evolve(books_, ClaimActed{"F-1", nothing}).has_value());
  EXPECT_TRUE(Evolve(books_, ClaimActed{"F-1", act}).has_value());
  EXPECT_FALSE(Evolve(books_, ClaimActed{"F-1", act}).has_value()) << "twice";
  ClaimAct most = act;
  most.id = "c2";
  most.amount.minor = INT64_MAX;
  EXPECT_FALSE(Evolve(books_, ClaimActed{"F-1", most}).has_value()) << "does not fit";
  EXPECT_EQ(*Decode<Claim>(Encode(books_.claims["F-1"])), books_.claims["F-1"]);
}

}  // namespace
}  // namespace relance::ledger
