#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/money/money.h"

namespace relance::scenario {

/// The words of one line, taken one after the other; a comma is a word of its own. Errors say what
/// was expected.
class LineWords {
 public:
  explicit LineWords(std::string_view line);

  bool AtEnd() const { return at_ == words_.size(); }
  /// "" at the end.
  std::string Peek() const { return AtEnd() ? "" : words_[at_]; }
  /// Takes the next word if it is this one.
  bool Skip(std::string_view word);
  /// All that is left, joined with blanks.
  std::string Rest();

  Result<std::string> Word(std::string_view what);
  Result<void> Expect(std::string_view word);
  Result<Date> TakeDate();
  /// "08:30" or "08:30:00".
  Result<std::chrono::seconds> TakeTime();
  Result<int64_t> Number(std::string_view what);
  /// "12000.00 EUR".
  Result<Money> TakeMoney();
  /// "12000.00", of a currency known before.
  Result<int64_t> Amount(Currency currency);
  Result<Currency> TakeCurrency();
  /// Nothing may be left.
  Result<void> End() const;

 private:
  std::vector<std::string> words_;
  size_t at_ = 0;
};

}  // namespace relance::scenario
