#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/scenario/domain/case.h"

/// What a debtor's behaviour over twelve months is called, with the numbers and the documents that
/// say so. Pure: of the case and the day alone.
namespace relance::scenario {

/// Half of the payments lie between `low` and `high`. Days; negative: before the due date.
struct Lateness {
  int low = 0;
  int median = 0;
  int high = 0;

  bool operator==(const Lateness&) const = default;
};

/// What is known of twelve months.
struct Evidence {
  int settled = 0;  ///< Items paid.
  int overdue = 0;  ///< Items that are not paid, as late as they are today.
  std::optional<Lateness> late;
  int reminders = 0;  ///< Median that it takes.
  int promises_kept = 0;
  int promises_partly_kept = 0;
  int promises_broken = 0;
  int disputes = 0;
  int disputes_rejected = 0;
  int disputes_upheld = 0;
  int payments_rejected = 0;
  int plans_active = 0;
  int plans_broken = 0;  ///< Or lapsed without their down payment.
  std::string payment_method;
  bool insolvent = false;
  std::vector<Conduct> records;  ///< What it was counted from, oldest first; then what is overdue.

  int Items() const { return settled + overdue; }
  bool operator==(const Evidence&) const = default;
};

/// `payment_method` as the master data name it.
Evidence EvidenceOf(const Case& c, const std::string& payment_method, Date today);

struct Finding {
  PayerProfile profile = PayerProfile::kStandard;
  std::string why;  ///< In words, with the numbers that decided.

  bool operator==(const Finding&) const = default;
};
/// The first that fits, in this order: automatic, strained, dispute-prone, bad, administrative,
/// negligent, good; standard when too little is known or nothing stands out.
Finding FindProfile(const Evidence& evidence);

/// The profile that counts: set by a person, else the computed one.
PayerProfile ProfileOf(const Case& c, const std::string& payment_method, Date today);

}  // namespace relance::scenario
