#include "libs/money/money.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <map>

#include "libs/base/archive.h"

namespace relance {
namespace {

using testing::ElementsAre;

__extension__ using Wide = __int128;

constexpr Currency kEur = Currency::Of("EUR");
constexpr Currency kUsd = Currency::Of("USD");
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

Money Eur(int64_t minor) {
  return {kEur, minor};
}

std::vector<int64_t> Minors(const Result<std::vector<Money>>& parts) {
  std::vector<int64_t> minors;
  for (const Money& part : *parts) minors.push_back(part.minor);
  return minors;
}

Wide Total(const std::vector<int64_t>& minors) {
  Wide total = 0;
  for (const int64_t minor : minors) total += minor;
  return total;
}

/// Any 64-bit amount, the extremes often.
rc::Gen<int64_t> AnyMinor() {
  return rc::gen::oneOf(
      rc::gen::arbitrary<int64_t>(), rc::gen::inRange<int64_t>(kLeast, kMost),
      rc::gen::element(kLeast, kLeast + 1, int64_t{-1}, int64_t{0}, int64_t{1}, kMost - 1, kMost));
}

TEST(MoneyTest, AmountsOfOneCurrencyAddUp) {
  EXPECT_EQ(*Add(Eur(1'200'000), Eur(-1)), Eur(1'199'999));
  EXPECT_EQ(*Subtract(Eur(500), Eur(501)), Eur(-1));
  EXPECT_EQ(*Negate(Eur(-7)), Eur(7));
}

TEST(MoneyTest, DollarsAreNeverAddedToEuros) {
  const auto sum = Add(Eur(1), Money{kUsd, 1});
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.error().field, "currency");
  EXPECT_EQ(sum.error().message, "EUR and USD are never added together");
  EXPECT_FALSE(Subtract(Eur(0), Money{kUsd, 0}));
}

TEST(MoneyTest, AnAmountThatDoesNotFitIsAnErrorAndNeverWraps) {
  EXPECT_EQ(Add(Eur(kMost), Eur(1)).error().field, "amount");
  EXPECT_EQ(Subtract(Eur(kLeast), Eur(1)).error().field, "amount");
  EXPECT_EQ(Negate(Eur(kLeast)).error().field, "amount");
  EXPECT_EQ(CheckedAdd(kMost, 1), std::nullopt);
  EXPECT_EQ(CheckedSubtract(kLeast, 1), std::nullopt);
  EXPECT_EQ(CheckedNegate(kLeast), std::nullopt);
  EXPECT_EQ(CheckedNegate(kMost), -kMost);
}

TEST(MoneyTest, ATotalOnlyHasToFitAtItsEnd) {
  EXPECT_EQ(CheckedSum(std::vector<int64_t>{kMost, 1, -1}), kMost);
  EXPECT_EQ(CheckedSum(std::vector<int64_t>{kMost, 1}), std::nullopt);
  EXPECT_EQ(CheckedSum(std::vector<int64_t>{}), 0);
}

TEST(MoneyTest, AmountsAreKeptByCurrencyThenAmount) {
  std::map<Money, int> seen{{Money{kUsd, 1}, 3}, {Eur(2), 2}, {Eur(-1), 1}};
  std::vector<int> order;
  for (const auto& [money, place] : seen) order.push_back(place);
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST(MoneyTest, AnAmountSurvivesItsArchive) {
  for (const int64_t minor : {kLeast, int64_t{-1}, int64_t{0}, int64_t{1'200'000}, kMost}) {
    EXPECT_EQ(*Decode<Money>(Encode(Eur(minor))), Eur(minor));
  }
}

TEST(MoneyTest, AnInstalmentPlanLosesNoCent) {
  EXPECT_THAT(Minors(Split(Eur(100), 3)), ElementsAre(34, 33, 33));
  EXPECT_THAT(Minors(Split(Eur(-100), 3)), ElementsAre(-34, -33, -33));
  EXPECT_THAT(Minors(Split(Eur(2), 4)), ElementsAre(1, 1, 0, 0));
  EXPECT_THAT(Minors(Split(Eur(kLeast), 1)), ElementsAre(kLeast));
  EXPECT_EQ(Split(Eur(1), 0).error().field, "parts");
  EXPECT_EQ(Split(Eur(1), kMostParts + 1).error().field, "parts");
}

TEST(MoneyTest, APaymentIsSharedInProportionToWhatIsOpen) {
  EXPECT_THAT(Minors(SplitByWeights(Eur(100), std::vector<int64_t>{1, 1, 1})),
              ElementsAre(34, 33, 33));
  EXPECT_THAT(Minors(SplitByWeights(Eur(100), std::vector<int64_t>{0, 2, 1})),
              ElementsAre(0, 67, 33));
  EXPECT_THAT(Minors(SplitByWeights(Eur(-10), std::vector<int64_t>{1, 3})), ElementsAre(-3, -7));
  EXPECT_THAT(Minors(SplitByWeights(Eur(kLeast), std::vector<int64_t>{kMost, 0})),
              ElementsAre(kLeast, 0));
}

TEST(MoneyTest, WeightsMustMeanSomething) {
  EXPECT_EQ(SplitByWeights(Eur(1), {}).error().field, "weights");
  EXPECT_EQ(SplitByWeights(Eur(1), std::vector<int64_t>{0, 0}).error().field, "weights");
  EXPECT_EQ(SplitByWeights(Eur(1), std::vector<int64_t>{2, -1}).error().field, "weights");
}

TEST(MoneyTest, ExactlyTheShareIsEnough) {
  EXPECT_TRUE(IsAtLeastShare(120'000, 10, 1'200'000));
  EXPECT_FALSE(IsAtLeastShare(119'999, 10, 1'200'000));
  EXPECT_TRUE(IsAtLeastShare(1, 50, 1));
  EXPECT_FALSE(IsAtLeastShare(1, 50, 3));
  EXPECT_TRUE(IsAtLeastShare(kMost, 100, kMost));
  EXPECT_FALSE(IsAtLeastShare(kMost - 1, 100, kMost));
}

TEST(MoneyTest, AHalfCentGoesUp) {
  EXPECT_EQ(PercentOf(Eur(50), 1)->minor, 1);
  EXPECT_EQ(PercentOf(Eur(49), 1)->minor, 0);
  EXPECT_EQ(PercentOf(Eur(-50), 1)->minor, -1);
  EXPECT_EQ(Portion(Eur(1'000), 1, 3)->minor, 333);
  EXPECT_EQ(Portion(Eur(2'000), 1, 3)->minor, 667);
  EXPECT_EQ(Portion(Eur(5), -1, 2)->minor, -3);
  EXPECT_EQ(Portion(Eur(kLeast), kLeast, kMost).error().field, "amount");
  EXPECT_EQ(Portion(Eur(kLeast), kMost, kMost)->minor, kLeast);
  EXPECT_EQ(Portion(Eur(1), 1, 0).error().field, "denominator");
  EXPECT_EQ(PercentOf(Eur(kMost), 101).error().field, "amount");
}

RC_GTEST_PROP(MoneyPropertyTest, ASumIsExactOrRefused, ()) {
  const int64_t a = *AnyMinor();
  const int64_t b = *AnyMinor();
  const Wide exact = Wide{a} + b;
  const bool fits = exact >= kLeast && exact <= kMost;
  const auto sum = Add(Eur(a), Eur(b));
  RC_ASSERT(sum.has_value() == fits);
  if (!fits) return;
  RC_ASSERT(Wide{sum->minor} == exact);
  RC_ASSERT(*Subtract(*sum, Eur(b)) == Eur(a));
}

RC_GTEST_PROP(MoneyPropertyTest, PartsAddUpAndDifferByAtMostOneUnit, ()) {
  const int64_t whole = *AnyMinor();
  const int64_t n = *rc::gen::inRange<int64_t>(1, 400);
  const auto parts = Minors(Split(Eur(whole), n));
  RC_ASSERT(static_cast<int64_t>(parts.size()) == n);
  RC_ASSERT(Total(parts) == Wide{whole});
  const auto [least, most] = std::minmax_element(parts.begin(), parts.end());
  RC_ASSERT(Wide{*most} - *least <= Wide{1});
}

RC_GTEST_PROP(MoneyPropertyTest, WeightedPartsAddUpAndStayWithinOneUnitOfTheirShare, ()) {
  const int64_t whole = *rc::gen::inRange<int64_t>(-1'000'000'000'000, 1'000'000'000'000);
  const auto weights = *rc::gen::suchThat(
      rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(0, 1'000'000)),
      [](const std::vector<int64_t>& w) { return Total(w) > 0; });
  const auto parts = Minors(SplitByWeights(Eur(whole), weights));
  RC_ASSERT(Total(parts) == Wide{whole});
  const Wide total = Total(weights);
  for (size_t i = 0; i < parts.size(); ++i) {
    const Wide gap = Wide{parts[i]} * total - Wide{whole} * weights[i];
    RC_ASSERT((gap < 0 ? -gap : gap) < total);
    RC_ASSERT(weights[i] != 0 || parts[i] == 0);
  }
}

RC_GTEST_PROP(MoneyPropertyTest, APortionIsWithinHalfAUnitOfTheExactOne, ()) {
  const int64_t whole = *AnyMinor();
  const int64_t numerator = *rc::gen::inRange<int64_t>(-1000, 1000);
  const int64_t denominator = *rc::gen::inRange<int64_t>(1, 100'000);
  const auto portion = Portion(Eur(whole), numerator, denominator);
  if (!portion) return;
  const Wide gap = Wide{portion->minor} * denominator - Wide{whole} * numerator;
  RC_ASSERT((gap < 0 ? -gap : gap) * 2 <= Wide{denominator});
}

}  // namespace
}  // namespace relance
