#include "services/portal/adapters/words.h"

#include <gmock/gmock.h>

#include <regex>
#include <set>

#include "services/portal/adapters/assets.h"

namespace relance::portal {
namespace {

using ::testing::IsEmpty;

std::set<std::string> Keys(const Words& words) {
  std::set<std::string> keys;
  for (const auto& [key, text] : words.texts()) keys.insert(key);
  return keys;
}

std::set<std::string> Blanks(const std::string& text) {
  static const std::regex blank("%[a-z]+%");
  return {std::sregex_token_iterator(text.begin(), text.end(), blank),
          std::sregex_token_iterator()};
}

TEST(WordsTest, EverySentenceExistsInEveryLanguageWithTheSameBlanks) {
  const Words& english = WordsOf("en");
  for (const std::string& language : Languages()) {
    const Words& words = WordsOf(language);
    EXPECT_EQ(Keys(words), Keys(english)) << language;
    for (const auto& [key, text] : words.texts()) {
      EXPECT_EQ(Blanks(text), Blanks(english.texts().find(key)->second)) << language << " " << key;
    }
  }
}

TEST(WordsTest, EveryWordOfATemplateExists) {
  static const std::regex word("\\[\\[([a-z_0-9]+)\\]\\]");
  size_t found = 0;
  for (const char* page : {"layout", "account", "lines", "invoices", "pay", "promise", "review",
                           "receipt", "article", "error", "already_paid", "problem"}) {
    const std::string text(Asset(std::string(page) + ".mustache"));
    ASSERT_FALSE(text.empty()) << page;
    for (std::sregex_iterator it(text.begin(), text.end(), word), end; it != end; ++it, ++found) {
      EXPECT_TRUE(WordsOf("en").Has((*it)[1].str())) << page << " " << (*it)[1];
    }
  }
  EXPECT_GT(found, 50U);
}

TEST(WordsTest, ASentenceHasAtMostTwentyFiveWords) {
  static const std::regex end("[.!?](\\||\\s|$)");
  for (const std::string& language : Languages()) {
    for (const auto& [key, text] : WordsOf(language).texts()) {
      for (std::sregex_token_iterator it(text.begin(), text.end(), end, -1), last; it != last;
           ++it) {
        const std::string sentence = *it;
        EXPECT_LE(std::count(sentence.begin(), sentence.end(), ' '), 25) << key << ": " << sentence;
      }
    }
  }
}

TEST(WordsTest, PluralsFollowTheLanguage) {
  EXPECT_EQ(WordsOf("fr").Count("total_lines", 0), "0 facture");
  EXPECT_EQ(WordsOf("en").Count("total_lines", 0), "0 invoices");
  EXPECT_EQ(WordsOf("en").Count("total_lines", 1), "1 invoice");
}

TEST(WordsTest, BlanksAreFilledOnceAndWhatFillsThemIsNotReadAgain) {
  const auto words = Words::Parse("en", "a = %x% and %y%, 100 %\n");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->Say("a", {{"x", "%y%"}, {"y", "2"}}), "%y% and 2, 100 %");
  EXPECT_EQ(words->Say("missing"), "missing");
}

TEST(WordsTest, AFileThatIsNoneIsRefused) {
  EXPECT_FALSE(Words::Parse("en", "no equals sign\n"));
  EXPECT_FALSE(Words::Parse("en", "a = 1\na = 2\n"));
  EXPECT_FALSE(Words::Parse("en", "a = {n, plural, one {#}\n"));
}

}  // namespace
}  // namespace relance::portal
