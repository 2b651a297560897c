#include "services/ledger/app/feed_rules.h"

#include <gtest/gtest.h>

namespace relance::ledger {
namespace {

const Currency kEur = Currency::Of("EUR");
const Currency kJpy = Currency::Of("JPY");
const Currency kKwd = Currency::Of("KWD");

TEST(FeedRulesTest, AmountsAreDecimalStringsOfTheirCurrency) {
  EXPECT_EQ(*PositiveAmount("amount", "12000.00", kEur), 1'200'000);
  EXPECT_EQ(*PositiveAmount("amount", "12000", kEur), 1'200'000);
  EXPECT_EQ(*PositiveAmount("amount", "0.5", kEur), 50);
  EXPECT_EQ(*PositiveAmount("amount", "5000", kJpy), 5000);
  EXPECT_EQ(*PositiveAmount("amount", "12.500", kKwd), 12'500);
  EXPECT_EQ(*PositiveAmount("amount", "46116860184273879.04", kEur), kLargestAmount);
  for (const char* text : {"", "0", "0.00", "-1", "+1", "1.234,56", "1,00", "1.234", "1 000", " 1",
                           "1.", ".5", "1e3", "NaN", "\xEF\xBC\x91", "46116860184273879.05",
                           "92233720368547758.08", "9223372036854775808"}) {
    const auto amount = PositiveAmount("amount", text, kEur);
    ASSERT_FALSE(amount.has_value()) << text;
    EXPECT_EQ(amount.error().field, "amount") << text;
  }
  EXPECT_FALSE(PositiveAmount("amount", "5000.0", kJpy).has_value());
}

TEST(FeedRulesTest, ARefusalDoesNotRepeatWhatWasWritten) {
  const auto amount = PositiveAmount("amount", "Jeanne Canari", kEur);
  EXPECT_EQ(amount.error().message.find("Canari"), std::string::npos) << amount.error().message;
  EXPECT_GT(amount.error().message.size(), 20U) << "but says why";
  const auto currency = CurrencyOf("currency", "Canari");
  EXPECT_EQ(currency.error().message.find("Canari"), std::string::npos);
  EXPECT_EQ(CurrencyOf("currency", "XXX").error().field, "currency");
  EXPECT_EQ(*CurrencyOf("currency", "EUR"), kEur);
}

TEST(FeedRulesTest, DatesExistAndAreOfOurTime) {
  EXPECT_TRUE(CivilDate("due_date", 2028, 2, 29).has_value());
  EXPECT_TRUE(CivilDate("due_date", 1990, 1, 1).has_value());
  EXPECT_TRUE(CivilDate("due_date", 2200, 1, 1).has_value());
  const int wrong[][3] = {{2026, 2, 31}, {2026, 2, 29}, {1, 1, 1},      {1989, 12, 31},
                          {2200, 1, 2},  {0, 0, 0},     {2026, 0, 1},   {2026, 13, 1},
                          {2026, 1, 0},  {2026, 1, -1}, {2026, 1, 257}, {-2026, 1, 1},
                          {34794, 1, 1}, {2026, 268, 1}};
  for (const auto& d : wrong) {
    EXPECT_FALSE(CivilDate("due_date", d[0], d[1], d[2]).has_value()) << d[0] << "-" << d[1];
  }
}

TEST(FeedRulesTest, TextIsCleanUtf8) {
  EXPECT_TRUE(CheckText("name", "Société Générale & Fils — 株式会社 😀").has_value());
  EXPECT_TRUE(CheckText("address", "1 rue de la Paix\n75002 Paris", Lines::kMany).has_value());
  const std::pair<std::string, const char*> wrong[] = {{"Soci\xE9t\xE9", "Latin-1"},
                                                       {"\xC0\xAF", "overlong"},
                                                       {"\xED\xA0\x80", "surrogate"},
                                                       {"\xF5\x80\x80\x80", "beyond Unicode"},
                                                       {"abc\xE2\x82", "cut"},
                                                       {std::string("a\0b", 3), "NUL"},
                                                       {std::string("A\0c\0", 4), "UTF-16"},
                                                       {"a\r\nBcc: x@y.fr", "CRLF"},
                                                       {"a\tb", "tab"},
                                                       {"a\xC2\x85"
                                                        "b",
                                                        "C1"},
                                                       {"a\xE2\x80\xAE"
                                                        "b",
                                                        "U+202E"},
                                                       {"a\xE2\x81\xA6"
                                                        "b",
                                                        "U+2066"},
                                                       {"a\xE2\x80\x8B"
                                                        "b",
                                                        "zero width"},
                                                       {"\xEF\xBB\xBF"
                                                        "abc",
                                                        "byte order mark"},
                                                       {std::string(10'001, 'x'), "too long"}};
  for (const auto& [text, what] : wrong) {
    const auto checked = CheckText("name", text);
    ASSERT_FALSE(checked.has_value()) << what;
    EXPECT_EQ(checked.error().field, "name");
    EXPECT_EQ(checked.error().message.find("Bcc"), std::string::npos) << "personal data";
  }
  EXPECT_FALSE(CheckText("address", "a\r\nb", Lines::kMany).has_value());
}

TEST(FeedRulesTest, NumbersAreNormalisedAndNeverEmpty) {
  EXPECT_EQ(*Number("document", "  FA/2026/1 "), "FA/2026/1");
  EXPECT_FALSE(Number("document", "  ").has_value());
  EXPECT_FALSE(Number("document", "a\nb").has_value());
  EXPECT_FALSE(Number("document", std::string(65, '1')).has_value());
  EXPECT_FALSE(Word("group", std::string(65, '1')).has_value());
  EXPECT_EQ(*Version(0), 1);
  EXPECT_EQ(*Version(7), 7);
  EXPECT_FALSE(Version(-1).has_value());
}

TEST(FeedRulesTest, EMailAddressesAreThoseOfTheStandard) {
  for (const char* good :
       {"a@b.fr", "jean.dupont+relance@exemple.co.uk", "\"jean dupont\"@exemple.fr",
        "\"a@b\"@exemple.fr", "\"a\\\"b\"@exemple.fr", "rené@société.fr", "x@xn--socit-esab.fr",
        "o'neil@exemple.ie"}) {
    EXPECT_TRUE(CheckEmail("address", good).has_value()) << good;
  }
  for (const char* bad : {"",          "a",           "@b.fr",         "a@",
                          "a@b",       "a@b..fr",     "a@.fr",         "a@b.fr.",
                          "a@-b.fr",   "a b@c.fr",    ".a@b.fr",       "a.@b.fr",
                          "a..b@c.fr", "a@b@c.fr",    "a@[127.0.0.1]", "a@b.fr\r\nBcc: c@d.fr",
                          "a,b@c.fr",  "<a@b.fr>",    "a@b.fr>",       "\"a@b.fr",
                          "\"\"@b.fr", "\"a\"b@c.fr", "a@b .fr",       "a@b_c.fr"}) {
    EXPECT_FALSE(CheckEmail("address", bad).has_value()) << bad;
  }
  EXPECT_FALSE(CheckEmail("address", std::string(65, 'a') + "@b.fr").has_value());
  EXPECT_FALSE(CheckEmail("address", "a@" + std::string(64, 'b') + ".fr").has_value());
}

TEST(FeedRulesTest, PhonesNameTheirCountryAndCostNoMore) {
  EXPECT_EQ(*Phone("address", "+33 6 12.34-56 78"), "+33612345678");
  EXPECT_EQ(*Phone("address", "+33 (0)6 12 34 56 78"), "+33612345678");
  EXPECT_EQ(*Phone("address", "+1 (212) 555-0100"), "+12125550100");
  for (const char* bad : {"", "0612345678", "+0612345678", "+33", "+33 899 123 456", "+49900123456",
                          "+3361234567890123", "+33612x45678", "33612345678", "+33+612345678"}) {
    EXPECT_FALSE(Phone("address", bad).has_value()) << bad;
  }
}

TEST(FeedRulesTest, LanguagesAndCountriesAreCodes) {
  for (const char* good : {"", "fr", "de-CH", "zh-Hant-TW", "gsw"}) {
    EXPECT_TRUE(CheckLanguage("language", good).has_value()) << good;
  }
  for (const char* bad : {"f", "french", "fr_FR", "fr-", "-fr", "12", "fr--CH"}) {
    EXPECT_FALSE(CheckLanguage("language", bad).has_value()) << bad;
  }
  EXPECT_TRUE(CheckCountry("country", "FR").has_value());
  EXPECT_FALSE(CheckCountry("country", "fr").has_value());
  EXPECT_FALSE(CheckCountry("country", "FRA").has_value());
}

}  // namespace
}  // namespace relance::ledger
