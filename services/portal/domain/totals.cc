#include "services/portal/domain/totals.h"

#include <algorithm>
#include <map>

namespace relance::portal {
namespace {

bool AddTo(int64_t& total, int64_t amount) {
  const auto sum = CheckedAdd(total, amount);
  if (sum) total = *sum;
  return sum.has_value();
}

bool Count(Totals& totals, const Line& line, Date today) {
  ++totals.open_lines;
  int64_t* when = &totals.not_yet_due;
  if (IsOverdue(line, today)) {
    ++totals.overdue_lines;
    when = &totals.overdue;
  } else if (line.due <= today + std::chrono::days(kDueSoonDays)) {
    when = &totals.due_soon;
  }
  return AddTo(*when, line.Claimed()) && AddTo(totals.open, line.open.minor) &&
         AddTo(totals.disputed, line.open.minor - line.Claimed());
}

}  // namespace

bool IsOverdue(const Line& line, Date today) {
  return line.due < today && line.Claimed() > 0;
}

Result<std::vector<Totals>> TotalsOf(const Account& account) {
  std::map<Currency, Totals> by_currency;
  const auto of = [&](Currency currency) -> Totals& {
    Totals& totals = by_currency[currency];
    totals.currency = currency;
    return totals;
  };
  bool fits = true;
  for (const Line& line : account.lines) {
    fits = Count(of(line.open.currency), line, account.today) && fits;
  }
  for (const Credit& credit : account.credits) {
    fits = AddTo(of(credit.rest.currency).credits, credit.rest.minor) && fits;
  }
  for (const Promise& promise : account.promises) {
    if (!promise.Counts() || promise.by < account.today) continue;
    Totals& totals = of(promise.amount.currency);
    fits = AddTo(totals.promised, promise.amount.minor) && fits;
    totals.promised_for = std::min(totals.promised_for.value_or(promise.by), promise.by);
  }
  if (!fits) return Invalid("the total of an account does not fit", "amount");
  std::vector<Totals> all;
  for (auto& [currency, totals] : by_currency) all.push_back(totals);
  return all;
}

}  // namespace relance::portal
