#pragma once

#include <string>

#include "libs/base/result.h"
#include "libs/interest/claim.h"
#include "libs/interest/limitation.h"

/// Answers of `relance law` as JSON, one document without line breaks. Amounts and rates are
/// decimal strings, so that no reader makes binary fractions of them.
namespace relance::cli {

/// {segments: [{from, to, days, amount, rate, interest}], interest, indemnity, principal, total,
/// warnings}
std::string JsonOf(const interest::DocumentClaim& claim);

/// {error: {field, message}}
std::string JsonOf(const Error& error);

/// What `relance law rates` tells of one day.
struct RateReport {
  interest::AppliedRate applied;
  std::optional<interest::Rate> floor{};  ///< nullopt: none, or none is published.
  std::string source{};                   ///< Publisher, publication and date.
};

/// kInvalid when the half-year of the day has no published rate.
Result<RateReport> ReportRate(const interest::LawBook& book, const interest::LawProfile& profile,
                              Date on);

/// {rate, base, series, half_year, floor, source, confirmed}; floor may be null.
std::string JsonOf(const RateReport& report);

/// {expires, expired, first_expiry, events: [{kind, on, effect, expires}]}; expired is null
/// without `as_of`.
std::string JsonOf(const interest::Limitation& limitation, const std::optional<Date>& as_of);

/// "restarted", "none", "after_expiry"
std::string_view Name(interest::LimitationEffect effect);

}  // namespace relance::cli
