#include "libs/text/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::text {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

const Date kDay{year{2026} / month{11} / day{21}};

struct LocaleFacts {
  const char* locale;
  const char* euros;
  const char* yen;
  const char* date;
  const char* no_invoice;
};

class LocaleTest : public testing::TestWithParam<LocaleFacts> {};

/// The same words for a number of invoices in the languages of the table.
std::string Invoices(std::string_view locale, int64_t n) {
  const bool french = locale.starts_with("fr");
  return *Plural(french ? "{n, plural, one {# facture} other {# factures}}"
                        : "{n, plural, one {# invoice} other {# invoices}}",
                 n, locale);
}

TEST_P(LocaleTest, AmountsDatesAndPluralsAreThoseOfTheLocale) {
  const auto& facts = GetParam();
  EXPECT_EQ(FormatMoney(Currency::Of("EUR"), 124050, facts.locale), facts.euros);
  EXPECT_EQ(FormatMoney(Currency::Of("JPY"), 1240, facts.locale), facts.yen);
  EXPECT_EQ(FormatDate(kDay, facts.locale), facts.date);
  EXPECT_EQ(Invoices(facts.locale, 0), facts.no_invoice);
}

INSTANTIATE_TEST_SUITE_P(
    Locales, LocaleTest,
    testing::Values(LocaleFacts{"fr-FR", "1\u202f240,50\u00a0€", "1\u202f240\u00a0JPY",
                                "21 novembre 2026", "0 facture"},
                    LocaleFacts{"fr", "1\u202f240,50\u00a0€", "1\u202f240\u00a0JPY",
                                "21 novembre 2026", "0 facture"},
                    LocaleFacts{"en-GB", "€1,240.50", "JP¥1,240", "21 November 2026", "0 invoices"},
                    LocaleFacts{"en", "€1,240.50", "JP¥1,240", "21 November 2026", "0 invoices"},
                    LocaleFacts{"de-DE", "1.240,50\u00a0€", "1.240\u00a0¥", "21. November 2026",
                                "0 invoices"},
                    LocaleFacts{"fr-CH", "1\u202f240.50\u00a0€", "1\u202f240\u00a0JPY",
                                "21 novembre 2026", "0 facture"}));

TEST(TextTest, TheFirstOfAMonthIsAnOrdinalInFrench) {
  const Date first{year{2026} / month{10} / 1};
  EXPECT_EQ(FormatDate(first, "fr"), "1er octobre 2026");
  EXPECT_EQ(FormatDate(first, "fr-CH"), "1er octobre 2026");
  EXPECT_EQ(FormatDate(first + std::chrono::days{10}, "fr"), "11 octobre 2026");
  EXPECT_EQ(FormatDate(first, "en"), "1 October 2026");
  EXPECT_EQ(FormatShortDate(first, "fr"), "01/10/2026");
}

TEST(TextTest, DecimalsAreThoseOfTheCurrencyNotOfTheLocale) {
  EXPECT_EQ(FormatMoney(Currency::Of("KWD"), 12500, "en"), "KWD\u00a012.500");
  EXPECT_EQ(FormatMoney(Currency::Of("IQD"), 1, "en"), "IQD\u00a00.001");
  EXPECT_EQ(FormatMoney(Currency::Of("EUR"), -5, "en"), "-€0.05");
}

TEST(TextTest, TheLargestAmountIsWrittenToTheCent) {
  EXPECT_EQ(FormatMoney(Currency::Of("EUR"), INT64_MAX, "en"), "€92,233,720,368,547,758.07");
}

TEST(TextTest, TablesHaveShortDates) {
  EXPECT_EQ(FormatShortDate(kDay, "fr"), "21/11/2026");
  EXPECT_EQ(FormatShortDate(kDay, "en"), "21 Nov 2026");
  EXPECT_EQ(FormatShortDate(kDay, "de"), "21.11.2026");
}

TEST(TextTest, DatesBeforeTheGregorianReformAreNotMoved) {
  EXPECT_EQ(FormatShortDate(Date{year{1500} / month{3} / day{1}}, "fr"), "01/03/1500");
}

TEST(TextTest, TimesAndNumbersAreThoseOfTheLocale) {
  EXPECT_EQ(FormatTime(std::chrono::minutes{510}, "fr"), "08:30");
  EXPECT_EQ(FormatNumber(1240, "de"), "1.240");
}

TEST(TextTest, RatesKeepTheirDecimals) {
  EXPECT_EQ(WithPlainBlanks(*FormatPercent("12.15", "fr")), "12,15 %");
  EXPECT_EQ(*FormatPercent("12.40", "en"), "12.40%");
  EXPECT_EQ(*FormatPercent("-0.88", "en"), "-0.88%");
  EXPECT_EQ(*FormatPercent("8", "en"), "8%");
  for (const char* wrong : {"", "12,15", "1e5", "a", "1.2.3", "--1"}) {
    EXPECT_FALSE(FormatPercent(wrong, "fr").has_value()) << wrong;
  }
}

TEST(TextTest, APatternThatIsNoneIsRefused) {
  EXPECT_EQ(Plural("{n, plural, one {#}", 1, "fr").error().code, ErrorCode::kInvalid);
}

TEST(TextTest, SeveralThingsAreListedInWords) {
  EXPECT_EQ(List({"a", "b", "c"}, "fr"), "a, b et c");
  EXPECT_EQ(List({"a", "b"}, "en"), "a and b");
  EXPECT_EQ(List({"a"}, "en"), "a");
}

TEST(TextTest, PlainLettersHaveOrdinaryBlanks) {
  EXPECT_EQ(WithPlainBlanks(FormatMoney(Currency::Of("EUR"), 124050, "fr")), "1 240,50 €");
}

TEST(TextTest, ALongTextIsCutAtABlank) {
  EXPECT_EQ(Shorten("échéance du 3 décembre", 12), "échéance du…");
  EXPECT_EQ(Shorten("échéance du 3 décembre", 22), "échéance du 3 décembre");
  EXPECT_EQ(CountCharacters("échéance"), 8U);
  EXPECT_EQ(CountCharacters(Shorten(std::string(100, 'x'), 60)), 60U);
}

TEST(TextTest, WhatAStrangerWroteCannotBreakALineOrTurnTheText) {
  EXPECT_EQ(OneLine("Anna\r\nBcc: all@x\u202e\u200b\x01"), "Anna Bcc: all@x");
  EXPECT_EQ(OneLine("  a\xff "), "a\ufffd");
}

}  // namespace
}  // namespace relance::text
