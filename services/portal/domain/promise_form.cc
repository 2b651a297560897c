#include "services/portal/domain/promise_form.h"

#include <algorithm>
#include <charconv>

#include "libs/money/amount.h"
#include "services/portal/domain/totals.h"

namespace relance::portal {
namespace {

using enum PromiseFault;

/// Digits only, at most `most` of them; blanks around do not matter.
std::optional<int> ReadNumber(std::string_view text, size_t most) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty() || text.size() > most) return std::nullopt;
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < 0) {
    return std::nullopt;
  }
  return value;
}

struct Scope {
  std::vector<const Line*> lines;
  std::vector<PromiseProblem> problems;
};

Scope OverdueScope(const PromiseForm& form, const Account& account) {
  Scope scope;
  for (const Line& line : account.lines) {
    const bool wanted = form.currency.empty() || line.open.currency.code() == form.currency;
    if (wanted && IsOverdue(line, account.today)) scope.lines.push_back(&line);
  }
  if (scope.lines.empty()) scope.problems.push_back({kNothingOverdue, "choice"});
  return scope;
}

Scope SelectedScope(const PromiseForm& form, const Account& account) {
  Scope scope;
  bool gone = false;
  for (const std::string& id : form.lines) {
    const auto line = std::find_if(account.lines.begin(), account.lines.end(),
                                   [&](const Line& l) { return l.id == id; });
    if (line == account.lines.end()) {
      gone = true;
    } else {
      scope.lines.push_back(&*line);
    }
  }
  if (gone) scope.problems.push_back({kLinePaidMeanwhile, "lines"});
  if (form.lines.empty()) scope.problems.push_back({kNoLineSelected, "lines"});
  return scope;
}

/// Another amount is paid on the oldest lines of its currency first.
Scope AmountScope(const PromiseForm& form, const Account& account) {
  Scope scope;
  for (const Line& line : account.lines) {
    if (form.currency.empty() || line.open.currency.code() == form.currency) {
      scope.lines.push_back(&line);
    }
  }
  if (scope.lines.empty()) scope.problems.push_back({kNothingOverdue, "choice"});
  return scope;
}

bool HasTwoCurrencies(const std::vector<const Line*>& lines) {
  return std::any_of(lines.begin(), lines.end(), [&](const Line* line) {
    return line->open.currency != lines.front()->open.currency;
  });
}

int64_t OpenOf(const std::vector<const Line*>& lines) {
  std::vector<int64_t> open;
  for (const Line* line : lines) open.push_back(line->open.minor);
  return CheckedSum(open).value_or(0);
}

/// What settles all that is overdue: the sum that the creditor asks for. None when the credits
/// cover it.
std::optional<int64_t> OverdueOf(const Account& account, Scope& scope) {
  const Currency currency = scope.lines.front()->open.currency;
  const auto totals = TotalsOf(account);
  for (const Totals& of : totals.value_or(std::vector<Totals>())) {
    if (of.currency == currency && of.ToPay() > 0) return of.ToPay();
  }
  scope.problems.push_back({kNothingOverdue, "choice"});
  return std::nullopt;
}

/// Keeps the lines that the amount reaches, oldest first.
void KeepReached(std::vector<const Line*>& lines, int64_t amount) {
  int64_t before = 0;
  std::erase_if(lines, [&](const Line* line) {
    const bool out_of_reach = before >= amount;
    before += line->open.minor;
    return out_of_reach;
  });
}

std::optional<Date> ReadDate(const PromiseForm& form, const Account& account, int max_days,
                             std::vector<PromiseProblem>& problems) {
  const auto refuse = [&](PromiseFault fault) {
    problems.push_back({fault, "day"});
    return std::nullopt;
  };
  if (form.day.empty() && form.month.empty() && form.year.empty()) return refuse(kDateMissing);
  const auto day = ReadNumber(form.day, 2);
  const auto month = ReadNumber(form.month, 2);
  auto year = ReadNumber(form.year, 4);
  if (!day || !month || !year) return refuse(kDateImpossible);
  if (*year < 100) *year += 2000;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return refuse(kDateImpossible);
  const Date by{date};
  if (by < account.today) return refuse(kDatePast);
  if (max_days > 0 && by > account.today + std::chrono::days(max_days)) return refuse(kDateTooFar);
  return by;
}

Scope ScopeOf(const PromiseForm& form, const Account& account) {
  if (form.choice == "overdue") return OverdueScope(form, account);
  if (form.choice == "lines") return SelectedScope(form, account);
  if (form.choice == "amount") return AmountScope(form, account);
  return {.lines = {}, .problems = {{kChoiceMissing, "choice"}}};
}

/// Minor units of an amount that was typed; none with the problem told.
std::optional<int64_t> TypedAmount(const PromiseForm& form, Scope& scope) {
  const auto typed = ReadAmount(form.amount, scope.lines.front()->open.currency);
  if (!typed) {
    scope.problems.push_back({kAmountUnreadable, "amount"});
  } else if (*typed <= 0) {
    scope.problems.push_back({kAmountNotPositive, "amount"});
  } else if (*typed > OpenOf(scope.lines)) {
    scope.problems.push_back({kAmountAboveOpen, "amount"});
  } else {
    return *typed;
  }
  return std::nullopt;
}

std::optional<int64_t> AmountOf(const PromiseForm& form, const Account& account, Scope& scope) {
  if (form.choice == "amount") return TypedAmount(form, scope);
  if (form.choice == "overdue") return OverdueOf(account, scope);
  return OpenOf(scope.lines);
}

}  // namespace

Date UsualArrival(Date today) {
  Date day = today + std::chrono::days(1);
  while (std::chrono::weekday(day).iso_encoding() > 5) day += std::chrono::days(1);
  return day;
}

Result<int64_t> ReadAmount(std::string_view text, Currency currency) {
  std::string plain;
  for (size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("\xe2\x80\xaf") || rest.starts_with("\xe2\x80\x99")) {
      at += 2;  // U+202F and U+2019 separate groups.
    } else if (rest.starts_with("\xc2\xa0")) {
      at += 1;
    } else if (text[at] != ' ' && text[at] != '\'') {
      plain += text[at];
    }
  }
  const size_t last = plain.find_last_of(",.");
  if (last != std::string::npos) {
    const char mark = plain[last];
    const auto after = plain.size() - last - 1;
    const bool is_group = std::count(plain.begin(), plain.end(), mark) > 1;
    if (!is_group && after == 3 && currency.decimals() != 3) return Invalid("ambiguous", "amount");
    std::string digits;
    for (size_t at = 0; at < plain.size(); ++at) {
      if (at == last && !is_group) {
        digits += '.';
      } else if (plain[at] != ',' && plain[at] != '.') {
        digits += plain[at];
      }
    }
    plain = digits;
  }
  const auto money = ParseAmountLenient(plain, currency);
  if (!money) return Failure(money.error());
  return money->minor;
}

PromiseAnswer CheckPromise(const PromiseForm& form, const Account& account, int max_days) {
  Scope scope = ScopeOf(form, account);
  std::optional<int64_t> amount;
  if (!scope.lines.empty() && HasTwoCurrencies(scope.lines)) {
    scope.problems.push_back({kTwoCurrencies, form.choice == "lines" ? "lines" : "choice"});
  } else if (!scope.lines.empty()) {
    amount = AmountOf(form, account, scope);
  }
  if (amount && !form.reviewed.empty() && form.reviewed != std::to_string(*amount)) {
    scope.problems.push_back({kLinePaidMeanwhile, "choice"});
  }
  const auto by = ReadDate(form, account, max_days, scope.problems);
  if (!scope.problems.empty() || !amount || !by) return {std::nullopt, std::move(scope.problems)};
  if (form.choice == "amount") KeepReached(scope.lines, *amount);
  const Currency currency = scope.lines.front()->open.currency;
  CheckedPromise promise{.amount = {currency, *amount}, .by = *by};
  for (const Line* line : scope.lines) promise.items.push_back(line->id);
  return {std::move(promise), {}};
}

}  // namespace relance::portal
