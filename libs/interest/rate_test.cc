#include "libs/interest/rate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "libs/base/archive.h"

namespace relance::interest {
namespace {

TEST(RateTest, ARateIsReadAndWrittenAsADecimal) {
  for (const auto& [text, shown] :
       std::initializer_list<std::pair<const char*, const char*>>{{"12.15", "12.15"},
                                                                  {"12.4", "12.40"},
                                                                  {"8", "8.00"},
                                                                  {"-0.88", "-0.88"},
                                                                  {"0", "0.00"},
                                                                  {"0.125", "0.125"},
                                                                  {"1000", "1000.00"},
                                                                  {"0.000000001", "0.000000001"},
                                                                  {"12.150", "12.15"}}) {
    const auto rate = ParseRate(text);
    ASSERT_TRUE(rate) << text;
    EXPECT_EQ(FormatRate(*rate), shown) << text;
  }
}

TEST(RateTest, WhatIsNoRateIsRefusedByName) {
  for (const char* text : {"", "-", ".5", "5.", "1,5", "1e2", " 5", "5 ", "+5", "--5", "5.0.0",
                           "1000.000000001", "1001", "99999", "0.0000000001", "12 %", "NaN"}) {
    const auto rate = ParseRate(text);
    ASSERT_FALSE(rate) << text;
    EXPECT_EQ(rate.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(rate.error().field, "rate");
    EXPECT_NE(rate.error().message.find(text), std::string::npos) << rate.error().message;
  }
}

TEST(RateTest, ARateIsRoundedUpToTheNextStep) {
  const Rate half = ParseRate("0.5").value();
  for (const auto& [rate, rounded] :
       std::initializer_list<std::pair<const char*, const char*>>{{"8.05", "8.50"},
                                                                  {"8.50", "8.50"},
                                                                  {"8.500000001", "9.00"},
                                                                  {"8.00", "8.00"},
                                                                  {"0.00", "0.00"},
                                                                  {"-0.20", "0.00"},
                                                                  {"-0.50", "-0.50"},
                                                                  {"-0.70", "-0.50"}}) {
    EXPECT_EQ(FormatRate(ParseRate(rate)->RoundedUpTo(half)), rounded) << rate;
  }
}

TEST(RateTest, RatesAreAddedMultipliedAndComparedExactly) {
  const Rate base = ParseRate("2.62").value();
  EXPECT_EQ(FormatRate(base * 3), "7.86");
  EXPECT_EQ(FormatRate(base + ParseRate("-0.88").value()), "1.74");
  EXPECT_LT(ParseRate("7.859999999").value(), base * 3);
  EXPECT_TRUE(ParseRate("-0.01")->IsNegative());
  EXPECT_FALSE(Rate().IsPositive());
  EXPECT_TRUE(IsInRange(ParseRate("1000").value()));
  EXPECT_FALSE(IsInRange(ParseRate("1000").value() + Rate::OfBillionths(1)));
  EXPECT_EQ(Decode<Rate>(Encode(base)), base);
}

RC_GTEST_PROP(RateProperty, WhatIsWrittenIsReadAsTheSame, ()) {
  const Rate rate =
      Rate::OfBillionths(*rc::gen::inRange<int64_t>(-1'000'000'000'000, 1'000'000'000'001));
  RC_ASSERT(ParseRate(FormatRate(rate)).value() == rate);
}

}  // namespace
}  // namespace relance::interest
