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

  /// Where in the line, from 1, the word is that was taken last or that did not fit.
  int Column() const { return column_; }

  bool AtEnd() const { return at_ == words_.size(); }
  /// "" at the end.
  std::string Peek() const { return AtEnd() ? "" : words_[at_]; }
  /// Takes the next word if it is this one.
  bool Skip(std::string_view word);
  /// All that is left, joined with blanks.
  std::string Rest();
  /// The same, not taken.
  std::string Left() const;
  /// All that is left, as written.
  std::string RestAsWritten();

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
  Result<void> End();

 private:
  /// The errors that follow are about this word.
  void Point();

  std::string line_;
  std::vector<std::string> words_;
  std::vector<size_t> begins_;  ///< Of each word, from 0; then where the last one ends.
  size_t at_ = 0;
  int column_ = 1;
};

}  // namespace relance::scenario
