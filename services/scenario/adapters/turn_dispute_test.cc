#include <gmock/gmock.h>

#include "services/scenario/adapters/repeated_acts.h"
#include "services/scenario/adapters/testing/turn_bench.h"

namespace relance::scenario {
namespace {

/// FR01/D42 owes F-1 of 800.00 EUR.
class TurnDisputeTest : public TurnBench {
 protected:
  TurnDisputeTest() {
    Owe("FR01", 0, "2026-10-02");
    now_ = At("2026-10-01");
  }

  static common::v1::Money Amount(const std::string& currency, int64_t minor) {
    common::v1::Money amount;
    amount.set_currency(currency);
    amount.set_minor_units(minor);
    return amount;
  }
  std::string Dispute(const common::v1::Money& part) {
    v1::ScenarioInput input;
    auto& opened = *input.mutable_open_dispute();
    About(*opened.mutable_account());
    opened.set_dispute_id("DI-1");
    opened.set_item("F-1");
    opened.set_reason("price");
    *opened.mutable_amount() = part;
    return Command(input, "anna");
  }
  std::string Uphold(const std::string& dispute, const common::v1::Money& amount) {
    v1::ScenarioInput input;
    auto& verdict = *input.mutable_decide_dispute();
    About(*verdict.mutable_account());
    verdict.set_dispute_id(dispute);
    verdict.set_upheld(true);
    *verdict.mutable_amount() = amount;
    return Command(input, "anna");
  }
};

TEST_F(TurnDisputeTest, AnAmountIsOfTheCurrencyOfItsItem) {
  EXPECT_EQ(Dispute(Amount("JPY", 200)), "other_currency");
  ASSERT_EQ(Dispute(Amount("EUR", 200'00)), "");
  EXPECT_EQ(Uphold("DI-1", Amount("USD", 100'00)), "other_currency");
  EXPECT_EQ(Uphold("DI-1", Amount("", 100'00)), "unknown");
  EXPECT_EQ(Uphold("DI-1", Amount("EUR", -1)), "not_positive");
  EXPECT_EQ(Uphold("DI-2", Amount("USD", 100'00)), "nothing");
  EXPECT_EQ(CaseIn("FR01").disputes.at("DI-1").state, DisputeState::kOpen);
  EXPECT_EQ(Uphold("DI-1", Amount("EUR", 100'00)), "");
  EXPECT_EQ(CaseIn("FR01").disputes.at("DI-1").state, DisputeState::kUpheld);
}

TEST_F(TurnDisputeTest, ARehearsalRepeatsTheVerdict) {
  ASSERT_EQ(Dispute(Amount("EUR", 200'00)), "");
  const auto act = ActOf({"FR01", "D42"}, DisputeMoved{"DI-1", DisputeState::kUpheld, 100'00},
                         CaseIn("FR01"), *ParseDate("2026-10-01"));
  ASSERT_TRUE(act);
  EXPECT_EQ(Command(act->command, act->by), "");
  EXPECT_EQ(CaseIn("FR01").disputes.at("DI-1").state, DisputeState::kUpheld);
  EXPECT_EQ(CaseIn("FR01").disputes.at("DI-1").upheld, 100'00);
}

}  // namespace
}  // namespace relance::scenario
