#include "libs/interest/segments.h"

#include <algorithm>
#include <limits>

namespace relance::interest {
namespace {

__extension__ using Wide = __int128;

std::chrono::year YearOf(Date day) {
  return std::chrono::year_month_day{day}.year();
}

Date LastDayOfYear(Date day) {
  return Date{YearOf(day) / 12 / 31};
}

void AddUnconfirmed(const std::string& series, const HalfYear& half_year, Rate published,
                    std::vector<Warning>& warnings) {
  const bool told = std::ranges::any_of(warnings, [&](const Warning& warning) {
    return warning.kind == WarningKind::kRateToBeConfirmed && warning.series == series &&
           warning.half_year == half_year;
  });
  if (told) return;
  warnings.push_back({.kind = WarningKind::kRateToBeConfirmed,
                      .rate = published,
                      .series = series,
                      .half_year = half_year,
                      .confirmed = false});
}

void CompareWithFloor(const LawBook& book, const LawProfile& profile, DocumentClaim& claim) {
  const std::string& series = profile.floor->series;
  const HalfYear last = HalfYearOf(claim.segments.back().to);
  bool told_missing = false;
  for (HalfYear half = HalfYearOf(claim.segments.front().from); half <= last; half = half.Next()) {
    const auto legal = FindRate(book, series, half);
    if (!legal) {
      // The claim does not depend on it, so it stands; but nobody may think it was compared.
      if (!told_missing) {
        claim.warnings.push_back(
            {.kind = WarningKind::kFloorNotPublished, .series = series, .half_year = half});
      }
      told_missing = true;
      continue;
    }
    const Rate floor = (*legal)->rate * profile.floor->times;
    if (*claim.contractual_rate < floor) {
      claim.warnings.push_back({.kind = WarningKind::kRateBelowFloor,
                                .rate = claim.contractual_rate,
                                .floor = floor,
                                .series = series,
                                .half_year = half,
                                .confirmed = (*legal)->confirmed});
    }
    if (!(*legal)->confirmed) AddUnconfirmed(series, half, (*legal)->rate, claim.warnings);
  }
}

}  // namespace

std::optional<int64_t> InterestOf(int64_t minor, Rate rate, int64_t days, int days_of_year) {
  const Wide denominator = Wide{100} * Rate::kBillionthsPerPercent * days_of_year;
  const Wide product = Wide{minor} * rate.billionths() * days;
  // Doubling the remainder, not the product, keeps the extremes within 128 bits.
  const Wide up = product % denominator * 2 >= denominator ? 1 : 0;
  const Wide rounded = product / denominator + up;
  if (rounded > std::numeric_limits<int64_t>::max()) return std::nullopt;
  return static_cast<int64_t>(rounded);
}

SegmentMaker::SegmentMaker(const LawBook& book, const LawProfile& profile, const ClaimInput& input)
    : book_(book),
      profile_(profile),
      input_(input),
      day_count_(input.day_count.value_or(profile.day_count)) {}

Date SegmentMaker::EndOf(Date from, Date to) const {
  Date end = to;
  if (day_count_ == DayCount::kActAct) end = std::min(end, LastDayOfYear(from));
  if (input_.contractual_rate || profile_.mode == RateMode::kFrozenAtStart) return end;
  end = std::min(end, HalfYearOf(from).last_day());
  for (const Margin& margin : profile_.margins) {
    if (margin.by == MarginBy::kDay && margin.from && *margin.from > from) {
      end = std::min(end, *margin.from - std::chrono::days{1});
    }
  }
  return end;
}

Result<void> SegmentMaker::PutRate(Segment& segment) {
  if (input_.contractual_rate) {
    segment.rate = *input_.contractual_rate;
    return {};
  }
  if (frozen_) {
    segment.statutory = frozen_;
  } else {
    auto applied = RateOn(book_, profile_, segment.from, input_.due);
    if (!applied) return Failure(applied.error());
    segment.statutory = std::move(*applied);
    if (profile_.mode == RateMode::kFrozenAtStart) frozen_ = segment.statutory;
  }
  segment.rate = segment.statutory->rate;
  return {};
}

Result<int64_t> SegmentMaker::Append(Date after, Date to, const Money& amount,
                                     std::vector<Segment>& segments) {
  int64_t sum = 0;
  while (after < to) {
    Segment segment;
    segment.from = after + std::chrono::days{1};
    segment.to = EndOf(segment.from, to);
    segment.days = (segment.to - after).count();
    const bool leap = day_count_ == DayCount::kActAct && YearOf(segment.from).is_leap();
    segment.days_of_year = leap ? 366 : 365;
    segment.amount = amount;
    if (auto put = PutRate(segment); !put) return Failure(put.error());
    const auto interest =
        InterestOf(amount.minor, segment.rate, segment.days, segment.days_of_year);
    const auto grown = interest ? CheckedAdd(sum, *interest) : std::nullopt;
    if (!grown) return Invalid("the interest does not fit in 64 bits of minor units", "amount");
    segment.interest = {amount.currency, *interest};
    sum = *grown;
    after = segment.to;
    segments.push_back(std::move(segment));
  }
  return sum;
}

void AddRateWarnings(const LawBook& book, const LawProfile& profile, DocumentClaim& claim) {
  if (claim.segments.empty()) return;
  for (const Segment& segment : claim.segments) {
    const auto& statutory = segment.statutory;
    if (!statutory || statutory->confirmed) continue;
    AddUnconfirmed(statutory->series, statutory->half_year, statutory->base, claim.warnings);
  }
  if (claim.contractual_rate && profile.floor) CompareWithFloor(book, profile, claim);
}

}  // namespace relance::interest
