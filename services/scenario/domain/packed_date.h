#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "libs/base/archive.h"
#include "libs/base/instant.h"

namespace relance::scenario {

/// A civil date in four bytes: what an item keeps. Everything computes with Date.
class PackedDate {
 public:
  constexpr PackedDate() = default;
  constexpr PackedDate(Date date)  // NOLINT: the same thing, smaller.
      : days_(static_cast<int32_t>(date.time_since_epoch().count())) {}
  constexpr operator Date() const { return Date{std::chrono::days{days_}}; }  // NOLINT

  constexpr auto operator<=>(const PackedDate&) const = default;

 private:
  int32_t days_ = 0;
};
constexpr Date operator+(PackedDate date, std::chrono::days more) {
  return Date(date) + more;
}

/// Four bytes where std::optional<Date> takes sixteen.
class MaybeDate {
 public:
  constexpr MaybeDate() = default;
  constexpr MaybeDate(std::nullopt_t) {}           // NOLINT
  constexpr MaybeDate(Date date) : date_(date) {}  // NOLINT
  constexpr MaybeDate(const std::optional<Date>& date)
      : date_(date ? PackedDate(*date) : kNone) {}  // NOLINT

  constexpr explicit operator bool() const { return date_ != kNone; }
  constexpr Date operator*() const { return date_; }
  constexpr operator std::optional<Date>() const {  // NOLINT
    return *this ? std::optional(Date(date_)) : std::nullopt;
  }

  constexpr bool operator==(const MaybeDate&) const = default;

 private:
  static constexpr PackedDate kNone{Date{std::chrono::days{std::numeric_limits<int32_t>::min()}}};
  PackedDate date_ = kNone;
};

/// The bytes of a date.
template <class Archive>
void Describe(Archive& archive, PackedDate& v) {
  Date date = v;
  archive(date);
  if constexpr (std::is_same_v<Archive, Reader>) v = date;
}
template <class Archive>
void Describe(Archive& archive, MaybeDate& v) {
  std::optional<Date> date = v;
  archive(date);
  if constexpr (std::is_same_v<Archive, Reader>) v = date;
}

}  // namespace relance::scenario
