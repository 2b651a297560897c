#include "services/ledger/adapters/claim_words.h"

namespace relance::ledger {

const ClaimWords* ClaimWordsOf(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  for (const ClaimWords* words : {&kEnglishClaimWords, &kFrenchClaimWords}) {
    if (words->language == primary) return words;
  }
  return nullptr;
}

std::string Say(std::string_view sentence, const WordArguments& arguments) {
  std::string out;
  while (!sentence.empty()) {
    const size_t mark = sentence.find('%');
    out += sentence.substr(0, mark);
    if (mark == std::string_view::npos) break;
    sentence.remove_prefix(mark);
    bool filled = false;
    for (const auto& [name, value] : arguments) {
      const std::string whole = "%" + std::string(name) + "%";
      if (!sentence.starts_with(whole)) continue;
      out += value;
      sentence.remove_prefix(whole.size());
      filled = true;
      break;
    }
    if (filled) continue;
    out += '%';
    sentence.remove_prefix(1);
  }
  return out;
}

}  // namespace relance::ledger
