#include "services/portal/adapters/words.h"

#include <cstdio>
#include <cstdlib>

#include "libs/text/text.h"
#include "services/portal/adapters/assets.h"

namespace relance::portal {
namespace {

std::string Fill(std::string text, const Words::Arguments& arguments) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    bool filled = false;
    for (const auto& [name, value] : arguments) {
      const std::string mark = "%" + std::string(name) + "%";
      if (text.compare(at, mark.size(), mark) != 0) continue;
      out += value;
      at += mark.size() - 1;
      filled = true;
      break;
    }
    if (!filled) out += text[at];
  }
  return out;
}

std::vector<Words> LoadAll() {
  std::vector<Words> all;
  for (const std::string& language : Languages()) {
    auto words = Words::Parse(language, Asset(language + ".words"));
    if (!words) {
      std::fprintf(stderr, "%s.words: %s\n", language.c_str(), words.error().message.c_str());
      std::abort();
    }
    all.push_back(std::move(*words));
  }
  return all;
}

}  // namespace

const std::vector<std::string>& Languages() {
  static const std::vector<std::string> languages = {"en", "fr"};
  return languages;
}

Result<Words> Words::Parse(std::string language, std::string_view text) {
  Words words;
  words.language_ = std::move(language);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    const size_t equals = line.find(" = ");
    if (equals == std::string_view::npos) return Invalid("no \"key = text\": " + std::string(line));
    std::string key(line.substr(0, equals));
    std::string sentence(line.substr(equals + 3));
    if (sentence.find("{n, plural") != std::string::npos) {
      const auto plural = text::Plural(sentence, 1, words.language_);
      if (!plural) return Invalid(key + ": " + plural.error().message);
    }
    const bool is_new = words.texts_.emplace(key, std::move(sentence)).second;
    if (!is_new) return Invalid(key + " comes twice");
  }
  return words;
}

std::string Words::Say(std::string_view key, const Arguments& arguments) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? std::string(key) : Fill(found->second, arguments);
}

std::string Words::Count(std::string_view key, int64_t n, const Arguments& arguments) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) return std::string(key);
  return Fill(text::Plural(found->second, n, language_).value_or(std::string(key)), arguments);
}

const Words& WordsOf(std::string_view language) {
  static const std::vector<Words> all = LoadAll();
  for (const Words& words : all) {
    if (words.language() == language) return words;
  }
  return all.front();
}

}  // namespace relance::portal
