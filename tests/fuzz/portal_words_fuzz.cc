// A browser's languages, and the sentences of one language. The first line is Accept-Language.
#include <algorithm>

#include "services/portal/adapters/language.h"
#include "services/portal/adapters/words.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  const auto header = TakeUpTo(input, '\n');
  const auto wishes = portal::AcceptedLanguages(header);
  for (const auto& wish : wishes) {
    Expect(!wish.empty() && header.find(wish) != header.npos, "a wish is one of the header's");
  }
  const auto& spoken = portal::Languages();
  const std::string first = portal::FirstSpoken(wishes);
  Expect(first.empty() || std::ranges::find(spoken, first) != spoken.end(), "and is spoken");

  const auto words = portal::Words::Parse("fr", input);
  if (!words) return;
  for (const auto& [key, sentence] : words->texts()) {
    (void)words->Say(key, {{"amount", "1 %amount%"}, {"date", "%amount%"}});
    for (const int64_t n : {0, 1, 2, 1'000'000}) (void)words->Count(key, n);
  }
}

const bool kDeclared = Declare({"portal_words", Run});

}  // namespace
}  // namespace relance::fuzz
