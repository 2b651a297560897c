#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/result.h"

namespace relance::portal {

/// Languages in which every sentence of the portal exists, the fallback first.
const std::vector<std::string>& Languages();

/// The sentences of one language: pages/<language>.words.
class Words {
 public:
  using Arguments = std::vector<std::pair<std::string_view, std::string>>;

  /// kInvalid for a line that is none, a key that comes twice, a plural that is no pattern.
  static Result<Words> Parse(std::string language, std::string_view text);

  const std::string& language() const { return language_; }
  bool Has(std::string_view key) const { return texts_.find(key) != texts_.end(); }

  /// The key itself where a sentence is missing: visible in every test, never a broken page.
  std::string Say(std::string_view key, const Arguments& arguments = {}) const;
  /// The same with the number that plurals depend on.
  std::string Count(std::string_view key, int64_t n, const Arguments& arguments = {}) const;

  const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

/// Of a language of Languages(), or of the fallback. Read once; a broken file aborts at start.
const Words& WordsOf(std::string_view language);

}  // namespace relance::portal
