#include "libs/money/amount.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

namespace relance {
namespace {

constexpr Currency kEur = Currency::Of("EUR");
constexpr Currency kJpy = Currency::Of("JPY");
constexpr Currency kKwd = Currency::Of("KWD");
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

std::string WhyNot(const Result<Money>& amount) {
  return amount ? "accepted: " + ToString(*amount) : amount.error().message;
}

TEST(AmountTest, AnAmountHasExactlyTheDecimalsOfItsCurrency) {
  EXPECT_EQ(*ParseAmount("12000.00", kEur), (Money{kEur, 1'200'000}));
  EXPECT_EQ(*ParseAmount("5000", kJpy), (Money{kJpy, 5000}));
  EXPECT_EQ(*ParseAmount("12.500", kKwd), (Money{kKwd, 12'500}));
  EXPECT_EQ(*ParseAmount("0.05", kEur), (Money{kEur, 5}));
  EXPECT_EQ(*ParseAmount("0.00", kEur), (Money{kEur, 0}));
  EXPECT_EQ(*ParseAmount("007.00", kEur), (Money{kEur, 700}));
}

TEST(AmountTest, ARefusalSaysWhatIsWrong) {
  EXPECT_EQ(WhyNot(ParseAmount("", kEur)), "'' is not an amount: there are no digits");
  EXPECT_EQ(WhyNot(ParseAmount("1.234,56", kEur)),
            "'1.234,56' is not an amount: only digits and one decimal point are allowed");
  EXPECT_EQ(WhyNot(ParseAmount("12.5", kEur)),
            "'12.5' is not an amount: EUR has exactly 2 decimals");
  EXPECT_EQ(WhyNot(ParseAmount("12.0", kJpy)), "'12.0' is not an amount: JPY has no decimals");
  EXPECT_EQ(WhyNot(ParseAmount(".50", kEur)),
            "'.50' is not an amount: there is no digit before the decimal point");
  EXPECT_EQ(WhyNot(ParseAmount("5.", kEur)),
            "'5.' is not an amount: there is no digit after the decimal point");
  EXPECT_EQ(WhyNot(ParseAmount("-5.00", kEur)),
            "'-5.00' is not an amount: it may not be negative here");
  EXPECT_EQ(ParseAmount("x", kEur).error().field, "amount");
  EXPECT_EQ(ParseAmount("1.00", Currency{}).error().field, "currency");
}

TEST(AmountTest, OnlyPlainDigitsAreAnAmount) {
  for (const char* text :
       {"+1.00",    "1e2",      "1.00e2", "0x10",   " 1.00",       "1.00 ",  "1 000.00",
        "1'000.00", "1,000.00", "1..00",  "1.0.0",  "--1.00",      "-",      "-.00",
        ".",        "NaN",      "inf",    "1.00\n", "\xd9\xa1.00", "12.001", "EUR 1.00"}) {
    EXPECT_FALSE(ParseAmount(text, kEur, Sign::kAllowed)) << text;
    EXPECT_FALSE(ParseAmountLenient(text, kEur, Sign::kAllowed)) << text;
  }
}

TEST(AmountTest, TwoToTheSixtyThirdIsRefused) {
  EXPECT_EQ(ParseAmount("92233720368547758.07", kEur)->minor, kMost);
  EXPECT_EQ(WhyNot(ParseAmount("92233720368547758.08", kEur)),
            "'92233720368547758.08' is not an amount: the largest one in EUR is "
            "92233720368547758.07");
  EXPECT_FALSE(ParseAmount("-92233720368547758.08", kEur, Sign::kAllowed));
  EXPECT_FALSE(ParseAmount("9223372036854775808", kJpy));
  EXPECT_FALSE(ParseAmount("18446744073709551617", kJpy));
  EXPECT_FALSE(ParseAmount(std::string(5000, '9'), kJpy));
  EXPECT_TRUE(ParseAmount(std::string(5000, '0') + "1", kJpy));
}

TEST(AmountTest, ASignIsReadOnlyWhereItIsExpected) {
  EXPECT_EQ(ParseAmount("-12.50", kEur, Sign::kAllowed)->minor, -1250);
  EXPECT_EQ(ParseAmount("-0.00", kEur, Sign::kAllowed)->minor, 0);
  EXPECT_EQ(ParseAmount("12.50", kEur, Sign::kAllowed)->minor, 1250);
}

TEST(AmountTest, AnErpMayLeaveOutDecimals) {
  EXPECT_EQ(ParseAmountLenient("12000", kEur)->minor, 1'200'000);
  EXPECT_EQ(ParseAmountLenient("12000.5", kEur)->minor, 1'200'050);
  EXPECT_EQ(ParseAmountLenient("12000.05", kEur)->minor, 1'200'005);
  EXPECT_EQ(ParseAmountLenient("5000.00", kJpy)->minor, 5000);
  EXPECT_EQ(ParseAmountLenient("12.5000", kEur)->minor, 1250);
  EXPECT_EQ(ParseAmountLenient("-1.5", kKwd, Sign::kAllowed)->minor, -1500);
}

TEST(AmountTest, AnErpMayNotSendFractionsOfACent) {
  EXPECT_EQ(WhyNot(ParseAmountLenient("12.505", kEur)),
            "'12.505' is not an amount: EUR has at most 2 decimals");
  EXPECT_FALSE(ParseAmountLenient("5000.01", kJpy));
  EXPECT_FALSE(ParseAmountLenient("5000.", kJpy));
  EXPECT_FALSE(ParseAmountLenient("1,5", kEur));
}

TEST(AmountTest, TheLargestNegativeAmountIsPrintedExactly) {
  EXPECT_EQ(FormatAmount({kEur, kLeast}), "-92233720368547758.08");
  EXPECT_EQ(FormatAmount({kJpy, kLeast}), "-9223372036854775808");
  EXPECT_EQ(FormatAmount({kEur, -5}), "-0.05");
  EXPECT_EQ(FormatAmount({kKwd, 12'500}), "12.500");
  EXPECT_EQ(ToString({kEur, 1'200'000}), "12000.00 EUR");
}

RC_GTEST_PROP(AmountPropertyTest, WhatIsPrintedIsReadBack, ()) {
  const auto currency = *rc::gen::element(kEur, kJpy, kKwd);
  const auto minor = *rc::gen::inRange<int64_t>(-kMost, kMost);
  const Money money{currency, minor};
  RC_ASSERT(ParseAmount(FormatAmount(money), currency, Sign::kAllowed) == money);
  RC_ASSERT(ParseAmountLenient(FormatAmount(money), currency, Sign::kAllowed) == money);
}

RC_GTEST_PROP(AmountPropertyTest, DigitsAreReadExactlyOrRefusedAsTooLarge, ()) {
  const auto digit = rc::gen::inRange('0', static_cast<char>('9' + 1));
  const size_t width = *rc::gen::inRange<size_t>(1, 25);
  const auto whole = *rc::gen::container<std::string>(width, digit);
  const auto cents = *rc::gen::container<std::string>(2, digit);
  const auto money = ParseAmount(whole + "." + cents, kEur);
  const std::string shown = whole.substr(std::min(whole.find_first_not_of('0'), width - 1));
  const std::string minor = shown + cents;
  const bool fits = minor.size() < 19 || (minor.size() == 19 && minor <= "9223372036854775807");
  RC_ASSERT(money.has_value() == fits);
  if (money) RC_ASSERT(FormatAmount(*money) == shown + "." + cents);
}

}  // namespace
}  // namespace relance
