#include <fmt/format.h>

#include "libs/interest/claim.h"
#include "libs/money/amount.h"

namespace relance::interest {
namespace {

std::string HalfYearOfSeries(const Warning& warning) {
  return fmt::format("{} {}", warning.series, FormatHalfYear(*warning.half_year));
}

}  // namespace

std::string InWords(const Warning& warning) {
  switch (warning.kind) {
    case WarningKind::kRateBelowFloor:
      return fmt::format(
          "the contractual rate of {} % is below the legal floor of {} % ({}{}); computed as given",
          FormatRate(*warning.rate), FormatRate(*warning.floor), HalfYearOfSeries(warning),
          warning.confirmed ? "" : ", to be confirmed");
    case WarningKind::kFloorNotPublished:
      return fmt::format(
          "the contractual rate was not compared with the legal floor: {} has no published rate",
          HalfYearOfSeries(warning));
    case WarningKind::kRateToBeConfirmed:
      return fmt::format("the rate of {}, {} %, is to be confirmed", HalfYearOfSeries(warning),
                         FormatRate(*warning.rate));
    case WarningKind::kSurplus:
      return fmt::format("{} of the payments and credit notes exceed what they could settle",
                         ToString(*warning.amount));
    case WarningKind::kIndemnityInOtherCurrency:
      return fmt::format(
          "the recovery indemnity is fixed in {} (from {}) and is not part of this total",
          warning.amount->currency.code(), ToString(*warning.amount));
  }
  return "";
}

}  // namespace relance::interest
