#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "services/portal/domain/account.h"

namespace relance::portal {

enum class PromiseChoice { kAllOverdue, kSelected, kOtherAmount };

/// What the debtor typed, as typed, so that it can be shown again.
struct PromiseForm {
  std::string choice{};  ///< "overdue", "lines", "amount".
  std::string currency{};
  std::vector<std::string> lines{};
  std::string amount{};
  std::string day{};
  std::string month{};
  std::string year{};
  std::string reviewed{};  ///< The total, in minor units, that the debtor has seen and agreed to.
};

enum class PromiseFault {
  kChoiceMissing,
  kNothingOverdue,
  kNoLineSelected,
  kTwoCurrencies,
  kLinePaidMeanwhile,
  kAmountUnreadable,
  kAmountNotPositive,
  kAmountAboveOpen,
  kDateMissing,
  kDateImpossible,
  kDatePast,
  kDateTooFar,
};

struct PromiseProblem {
  PromiseFault fault;
  std::string field{};  ///< Of the form: "choice", "lines", "amount", "day".

  bool operator==(const PromiseProblem&) const = default;
};

/// A promise that can be made. An empty list of items stands for nothing: it always names them.
struct CheckedPromise {
  Money amount{};
  Date by{};
  std::vector<std::string> items{};

  bool operator==(const CheckedPromise&) const = default;
};

/// Either the promise or, in the order of the form, everything that is wrong with it.
struct PromiseAnswer {
  std::optional<CheckedPromise> promise{};
  std::vector<PromiseProblem> problems{};
};

/// `max_days` is the creditor's limit after today; 0: none.
PromiseAnswer CheckPromise(const PromiseForm& form, const Account& account, int max_days);

/// The day on which a transfer that leaves today is usually there: the next one that is no Saturday
/// or Sunday. A proposal; the debtor knows better.
Date UsualArrival(Date today);

/// An amount as people of French, English or German forms write it: blanks and apostrophes between
/// groups, comma or point before at most the currency's decimals. One separator followed by exactly
/// three digits could be either: refused where the currency has no three decimals.
Result<int64_t> ReadAmount(std::string_view text, Currency currency);

}  // namespace relance::portal
