#include "libs/interest/indemnity.h"

#include <gtest/gtest.h>

#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using testing::Book;
using testing::Claim;
using testing::CreditNote;
using testing::D;
using testing::M;
using testing::Payment;

std::string Indemnity(const ClaimInput& input) {
  const auto claim = Compute(Book(), input);
  return claim ? ToString(claim->indemnity) : claim.error().message;
}

std::string OfUkDebt(const char* amount) {
  return Indemnity(Claim("uk", amount, "2026-05-01", "2026-05-02"));
}

TEST(IndemnityTest, TheBritishScaleGoesByTheAmountOfTheDebt) {
  EXPECT_EQ(OfUkDebt("0.01 GBP"), "40.00 GBP");
  EXPECT_EQ(OfUkDebt("999.99 GBP"), "40.00 GBP");
  EXPECT_EQ(OfUkDebt("1000.00 GBP"), "70.00 GBP");
  EXPECT_EQ(OfUkDebt("9999.99 GBP"), "70.00 GBP");
  EXPECT_EQ(OfUkDebt("10000.00 GBP"), "100.00 GBP");
}

TEST(IndemnityTest, APaymentDoesNotMakeTheDebtSmallerACreditNoteInTimeDoes) {
  auto input = Claim("uk", "10000.00 GBP", "2026-05-01", "2026-06-30");
  input.receipts = {Payment("9500.00 GBP", "2026-04-01")};
  EXPECT_EQ(Indemnity(input), "100.00 GBP");
  input.receipts = {CreditNote("0.01 GBP", "2026-05-01")};
  EXPECT_EQ(Indemnity(input), "70.00 GBP");
  input.receipts = {CreditNote("9500.00 GBP", "2026-05-02")};
  EXPECT_EQ(Indemnity(input), "100.00 GBP") << "it was that debt that was late";
}

TEST(IndemnityTest, AGermanConsumerOwesNone) {
  EXPECT_EQ(Indemnity(Claim("de-consumer", "100.00 EUR", "2026-05-01", "2026-06-30")), "0.00 EUR");
}

TEST(IndemnityTest, AScaleInAnotherCurrencyIsNotConvertedButSaid) {
  const auto claim =
      Compute(Book(), Claim("fr-private", "1000.00 USD", "2026-05-01", "2026-06-30"));
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->indemnity, M("0.00 USD"));
  EXPECT_EQ(claim->total, M("1019.97 USD"));
  ASSERT_EQ(claim->warnings.size(), 1U);
  EXPECT_EQ(claim->warnings[0].kind, WarningKind::kIndemnityInOtherCurrency);
  EXPECT_EQ(claim->warnings[0].amount, M("40.00 EUR"));
}

TEST(IndemnityTest, TheScaleIsTheNewestInForceOnTheDueDate) {
  LawProfile profile = Book().profiles.at("uk");
  profile.indemnity.push_back({D("2026-01-01"), M("0.00 GBP"), M("60.00 GBP")});
  profile.indemnity.push_back({D("2026-01-01"), M("500.00 GBP"), M("90.00 GBP")});
  const auto of = [&](const char* debt, const char* due) {
    const IndemnityStep* step = IndemnityFor(profile, M(debt), D(due));
    return step == nullptr ? std::string("none") : ToString(step->amount);
  };
  EXPECT_EQ(of("20000.00 GBP", "2025-12-31"), "100.00 GBP");
  EXPECT_EQ(of("20000.00 GBP", "2026-01-01"), "90.00 GBP");
  EXPECT_EQ(of("499.99 GBP", "2026-01-01"), "60.00 GBP");
  profile.indemnity = {{D("2013-01-01"), M("100.00 GBP"), M("40.00 GBP")}};
  EXPECT_EQ(of("20000.00 GBP", "2012-12-31"), "none");
  EXPECT_EQ(of("99.99 GBP", "2013-01-01"), "none");
  EXPECT_EQ(of("100.00 GBP", "2013-01-01"), "40.00 GBP");
}

}  // namespace
}  // namespace relance::interest
