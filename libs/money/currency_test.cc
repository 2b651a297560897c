#include "libs/money/currency.h"

#include <gtest/gtest.h>

#include <set>

#include "libs/base/archive.h"

namespace relance {
namespace {

TEST(CurrencyTest, EveryListedCodeIsReadAndPrintedBack) {
  std::string before;
  int count = 0;
  for (size_t at = 0; at < kCurrencyCodes.size(); at += 4, ++count) {
    const std::string code(kCurrencyCodes.substr(at, 3));
    const auto currency = ParseCurrency(code);
    ASSERT_TRUE(currency) << code;
    EXPECT_EQ(currency->code(), code);
    EXPECT_LT(before, code) << "the list is in order, each code once";
    before = code;
  }
  EXPECT_EQ(count, 162);
}

TEST(CurrencyTest, DecimalsAreThoseOfTheStandard) {
  const std::set<std::string> none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                   "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
  const std::set<std::string> three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  for (size_t at = 0; at < kCurrencyCodes.size(); at += 4) {
    const std::string code(kCurrencyCodes.substr(at, 3));
    const int decimals = none.contains(code) ? 0 : three.contains(code) ? 3 : 2;
    EXPECT_EQ(ParseCurrency(code)->decimals(), decimals) << code;
  }
  EXPECT_EQ(Currency::Of("JPY").minor_per_main(), 1);
  EXPECT_EQ(Currency::Of("EUR").minor_per_main(), 100);
  EXPECT_EQ(Currency::Of("KWD").minor_per_main(), 1000);
}

TEST(CurrencyTest, WithdrawnAndInventedCodesAreRefused) {
  for (const char* code :
       {"",    "E",   "EURO", "eur", "Eur", "EU ", " EU", "UR ", "FRF",  "DEM", "BGN",
        "HRK", "ANG", "ZWL",  "XXX", "XTS", "XAU", "CLF", "UYW", "E\0R", "€"}) {
    const auto currency = ParseCurrency(code);
    ASSERT_FALSE(currency) << code;
    EXPECT_EQ(currency.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(currency.error().field, "currency");
  }
  EXPECT_EQ(ParseCurrency("eur").error().message,
            "'eur' is not an active currency code of ISO 4217, like EUR");
}

TEST(CurrencyTest, CurrenciesAreOrderedAsTheirCodes) {
  EXPECT_LT(Currency::Of("EUR"), Currency::Of("USD"));
  EXPECT_LT(Currency::Of("EGP"), Currency::Of("ERN"));
  EXPECT_EQ(Currency::Of("EUR"), *ParseCurrency("EUR"));
  EXPECT_LE(sizeof(Currency), 4U);
}

TEST(CurrencyTest, NoInputNamesTheMissingCurrency) {
  EXPECT_EQ(Currency{}.code(), "XXX");
  EXPECT_FALSE(ParseCurrency(Currency{}.code()));
}

TEST(CurrencyTest, ACurrencySurvivesItsArchive) {
  const Currency currency = Currency::Of("TND");
  EXPECT_EQ(*Decode<Currency>(Encode(currency)), currency);
}

}  // namespace
}  // namespace relance
