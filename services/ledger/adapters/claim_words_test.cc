#include "services/ledger/adapters/claim_words.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <bit>

namespace relance::ledger {
namespace {

constexpr size_t kSentences = sizeof(ClaimWords) / sizeof(std::string_view);

/// ClaimWords is sentences and nothing else.
std::array<std::string_view, kSentences> All(const ClaimWords& words) {
  return std::bit_cast<std::array<std::string_view, kSentences>>(words);
}

std::vector<std::string> NamesIn(std::string_view sentence) {
  std::vector<std::string> names;
  size_t at = 0;
  while ((at = sentence.find('%', at)) != std::string_view::npos) {
    const size_t end = sentence.find('%', at + 1);
    if (end == std::string_view::npos) return {"% without an end"};
    names.emplace_back(sentence.substr(at, end - at + 1));
    at = end + 1;
  }
  std::ranges::sort(names);
  return names;
}

TEST(ClaimWordsTest, EverySentenceIsThereInBothLanguagesAndAsksForTheSameValues) {
  const auto english = All(kEnglishClaimWords);
  const auto french = All(kFrenchClaimWords);
  for (size_t i = 0; i < english.size(); ++i) {
    EXPECT_FALSE(english[i].empty()) << "beside " << french[i];
    EXPECT_FALSE(french[i].empty()) << "beside " << english[i];
    EXPECT_EQ(NamesIn(english[i]), NamesIn(french[i]));
  }
}

TEST(ClaimWordsTest, AValueNeverFillsAnotherName) {
  EXPECT_EQ(Say("%a% and %b%", {{"a", "%b%"}, {"b", "2"}}), "%b% and 2");
  EXPECT_EQ(Say("100 % of %c%", {{"a", "1"}}), "100 % of %c%");
}

TEST(ClaimWordsTest, ALanguageIsFoundByItsFirstPart) {
  EXPECT_EQ(ClaimWordsOf("fr-CH"), &kFrenchClaimWords);
  EXPECT_EQ(ClaimWordsOf("en"), &kEnglishClaimWords);
  EXPECT_EQ(ClaimWordsOf("de"), nullptr);
  EXPECT_EQ(ClaimWordsOf(""), nullptr);
}

}  // namespace
}  // namespace relance::ledger
