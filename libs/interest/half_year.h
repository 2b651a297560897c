#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance::interest {

/// January to June (half 1) or July to December (half 2) of a year: how long a published rate
/// holds.
struct HalfYear {
  int year = 1970;
  int half = 1;

  Date first_day() const;
  Date last_day() const;
  HalfYear Next() const;

  constexpr auto operator<=>(const HalfYear&) const = default;
};

template <class Archive>
void Describe(Archive& archive, HalfYear& half_year) {
  archive(half_year.year, half_year.half);
}

HalfYear HalfYearOf(Date day);

/// "2026-2" exactly. kInvalid, field `half_year`.
Result<HalfYear> ParseHalfYear(std::string_view text);
/// "2026-2"
std::string FormatHalfYear(const HalfYear& half_year);

}  // namespace relance::interest
