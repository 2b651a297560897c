#include "services/scenario/domain/story/words_of_a_line.h"

#include <charconv>

#include "libs/money/amount.h"
#include "libs/money/quoted.h"

namespace relance::scenario {
namespace {

Result<int64_t> ToNumber(std::string_view word, std::string_view what) {
  int64_t value = 0;
  const char* end = word.data() + word.size();
  const auto parsed = std::from_chars(word.data(), end, value);
  if (word.empty() || parsed.ec != std::errc() || parsed.ptr != end) {
    return Invalid("expected " + std::string(what) + ", not " + Quoted(word));
  }
  return value;
}

/// More than any story needs, and far from where sums of many amounts would overflow.
constexpr int64_t kLargestAmount = 1'000'000'000'000'000;

Result<Money> Reasonable(Result<Money> money) {
  if (money && money->minor > kLargestAmount) return Invalid("too large an amount for a story");
  return money;
}

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kAfterWord = " \t,";

bool IsTwoDigits(std::string_view text) {
  return text.size() == 2 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

LineWords::LineWords(std::string_view line) : line_(line) {
  size_t end = 0;
  while (true) {
    const size_t begin = line.find_first_not_of(kBlanks, end);
    if (begin == std::string_view::npos) break;
    end = line[begin] == ',' ? begin + 1 : line.find_first_of(kAfterWord, begin);
    if (end == std::string_view::npos) end = line.size();
    words_.emplace_back(line.substr(begin, end - begin));
    begins_.push_back(begin);
  }
  begins_.push_back(end);
}

void LineWords::Point() {
  column_ = static_cast<int>(begins_[at_]) + 1;
}

bool LineWords::Skip(std::string_view word) {
  if (AtEnd() || words_[at_] != word) return false;
  ++at_;
  return true;
}

std::string LineWords::Left() const {
  std::string left;
  for (size_t i = at_; i < words_.size(); ++i) left += (left.empty() ? "" : " ") + words_[i];
  return left;
}

std::string LineWords::Rest() {
  std::string rest = Left();
  at_ = words_.size();
  return rest;
}

std::string LineWords::RestAsWritten() {
  Point();
  const size_t begin = begins_[at_];
  at_ = words_.size();
  const size_t end = line_.find_last_not_of(kBlanks) + 1;
  return line_.substr(begin, end > begin ? end - begin : 0);
}

Result<std::string> LineWords::Word(std::string_view what) {
  Point();
  if (AtEnd() || words_[at_] == ",") return Invalid("expected " + std::string(what));
  return words_[at_++];
}

Result<void> LineWords::Expect(std::string_view word) {
  if (Skip(word)) return {};
  Point();
  if (AtEnd()) return Invalid("expected '" + std::string(word) + "'");
  return Invalid("expected '" + std::string(word) + "', not " + Quoted(Peek()));
}

Result<Date> LineWords::TakeDate() {
  const auto word = Word("a date");
  if (!word) return tl::unexpected(word.error());
  return ParseDate(*word);
}

Result<std::chrono::seconds> LineWords::TakeTime() {
  const auto word = Word("a time");
  if (!word) return tl::unexpected(word.error());
  std::string text = *word;
  if (text.size() == 5) text += ":00";
  const bool shaped = text.size() == 8 && text[2] == ':' && text[5] == ':' &&
                      IsTwoDigits(text.substr(0, 2)) && IsTwoDigits(text.substr(3, 2)) &&
                      IsTwoDigits(text.substr(6, 2));
  if (!shaped) return Invalid("expected a time like 08:30, not " + Quoted(*word));
  const int hours = std::stoi(text.substr(0, 2));
  const int minutes = std::stoi(text.substr(3, 2));
  const int seconds = std::stoi(text.substr(6, 2));
  if (hours > 23 || minutes > 59 || seconds > 59) {
    return Invalid("no such time: " + Quoted(*word));
  }
  return std::chrono::seconds((hours * 60 + minutes) * 60 + seconds);
}

Result<int64_t> LineWords::Number(std::string_view what) {
  const auto word = Word(what);
  if (!word) return tl::unexpected(word.error());
  return ToNumber(*word, what);
}

Result<Money> LineWords::TakeMoney() {
  const auto amount = Word("an amount");
  if (!amount) return tl::unexpected(amount.error());
  const int column = column_;
  const auto currency = TakeCurrency();
  if (!currency) return tl::unexpected(currency.error());
  auto money = Reasonable(ParseAmount(*amount, *currency));
  if (!money) column_ = column;
  return money;
}

Result<int64_t> LineWords::Amount(Currency currency) {
  const auto amount = Word("an amount");
  if (!amount) return tl::unexpected(amount.error());
  const auto money = Reasonable(ParseAmount(*amount, currency));
  if (!money) return tl::unexpected(money.error());
  return money->minor;
}

Result<Currency> LineWords::TakeCurrency() {
  const auto code = Word("a currency");
  if (!code) return tl::unexpected(code.error());
  return ParseCurrency(*code);
}

Result<void> LineWords::End() {
  if (AtEnd()) return {};
  Point();
  return Invalid("cannot read " + Quoted(words_[at_]));
}

}  // namespace relance::scenario
