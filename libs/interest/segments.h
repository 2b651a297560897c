#pragma once

#include <optional>
#include <vector>

#include "libs/interest/claim.h"

namespace relance::interest {

/// Days of one open amount, cut where the rate or the length of the year changes.
class SegmentMaker {
 public:
  SegmentMaker(const LawBook& book, const LawProfile& profile, const ClaimInput& input);

  /// Appends the segments of the days after `after` up to and including `to`, and returns their
  /// interest in minor units. kInvalid when a rate is missing or the interest does not fit.
  Result<int64_t> Append(Date after, Date to, const Money& amount, std::vector<Segment>& segments);

 private:
  /// The last day, at most `to`, that shares everything with `from`.
  Date EndOf(Date from, Date to) const;
  Result<void> PutRate(Segment& segment);

  const LawBook& book_;
  const LawProfile& profile_;
  const ClaimInput& input_;
  const DayCount day_count_;
  std::optional<AppliedRate> frozen_;
};

/// amount x rate x days / days_of_year, rounded half-up to the minor unit; nullopt when it does not
/// fit in 64 bits.
std::optional<int64_t> InterestOf(int64_t minor, Rate rate, int64_t days, int days_of_year);

/// What a reader of the claim has to know about its rates: a contractual one below the floor, and
/// those that are to be confirmed.
void AddRateWarnings(const LawBook& book, const LawProfile& profile, DocumentClaim& claim);

}  // namespace relance::interest
