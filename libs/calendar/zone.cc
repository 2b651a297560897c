#include "libs/calendar/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <limits>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace relance {

/// Interval i runs from begins[i] (UTC milliseconds) up to begins[i + 1] and has offsets[i]
/// (milliseconds, local minus UTC). The first one begins before all time. Neighbours differ.
struct Offsets {
  int64_t EndOf(size_t i) const {
    return i + 1 < begins.size() ? begins[i + 1] : std::numeric_limits<int64_t>::max();
  }
  size_t IndexAt(int64_t utc) const {
    return static_cast<size_t>(std::ranges::upper_bound(begins, utc) - begins.begin()) - 1;
  }

  std::string name;
  std::vector<int64_t> begins;
  std::vector<int64_t> offsets;
};

namespace {

using std::chrono::days;
using std::chrono::sys_seconds;

constexpr Date kFirst = std::chrono::sys_days{std::chrono::year{1970} / 1 / 1};
constexpr Date kLast = std::chrono::sys_days{std::chrono::year{2200} / 1 / 1};

Offsets ReadOffsets(std::string_view name, const date::time_zone& zone) {
  Offsets table{std::string(name), {}, {}};
  for (sys_seconds at{kFirst}; at < kLast;) {
    const date::sys_info span = zone.get_info(at);
    const int64_t offset = Millis{span.offset}.count();
    if (table.offsets.empty() || table.offsets.back() != offset) {
      table.begins.push_back(table.begins.empty() ? std::numeric_limits<int64_t>::min()
                                                  : ToMillis(Instant{span.begin}));
      table.offsets.push_back(offset);
    }
    at = span.end;
  }
  return table;
}

/// The library reads listed changes only. A database packed without those of the years ahead (what
/// `zic -b slim` writes) would leave every zone on its last listed offset, months from the truth.
bool ListsTheYearsAhead() {
  constexpr std::array<std::string_view, 3> kChanging{"Europe/Paris", "America/New_York",
                                                      "Australia/Sydney"};
  const int64_t ahead = ToMillis(Instant{Date{std::chrono::year{2030} / 1 / 1}});
  return std::ranges::any_of(kChanging, [ahead](std::string_view name) {
    return ReadOffsets(name, *date::locate_zone(name)).begins.back() > ahead;
  });
}

/// Empty when the database of this machine can be used, else why not.
std::string WhyUnusable() {
  try {
    date::get_tzdb();
    if (ListsTheYearsAhead()) return "";
    return "it lists no changes after 2030; the package tzdata of the distribution does";
  } catch (const std::exception& e) {
    return e.what();
  }
}

/// The database of the system counts leap seconds under right/; civil time does not.
bool IsCivilName(std::string_view name) {
  return !name.empty() && !name.starts_with("right/") && !name.starts_with("posix/");
}

Failure NoSuchZone(std::string_view name) {
  return Invalid(fmt::format("there is no time zone '{}' in the IANA database", name), "zone");
}

}  // namespace

Zone::Zone() {
  static const auto utc =
      std::make_shared<const Offsets>(Offsets{"UTC", {std::numeric_limits<int64_t>::min()}, {0}});
  offsets_ = utc;
}

Zone::Zone(std::shared_ptr<const Offsets> offsets) : offsets_(std::move(offsets)) {}

Result<Zone> Zone::Find(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Offsets>, std::less<>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return Zone(found->second);
  if (!IsCivilName(name)) return NoSuchZone(name);
  static const std::string unusable = WhyUnusable();
  if (!unusable.empty()) {
    return Unavailable(fmt::format("the time zone database cannot be used: {}", unusable));
  }
  try {
    auto read = std::make_shared<const Offsets>(ReadOffsets(name, *date::locate_zone(name)));
    return Zone(known.emplace(name, std::move(read)).first->second);
  } catch (const std::exception&) {
    return NoSuchZone(name);
  }
}

const std::string& Zone::name() const {
  return offsets_->name;
}

std::chrono::seconds Zone::OffsetAt(Instant t) const {
  const Millis offset{offsets_->offsets[offsets_->IndexAt(ToMillis(t))]};
  return std::chrono::duration_cast<std::chrono::seconds>(offset);
}

Date Zone::DateOf(Instant t) const {
  return std::chrono::floor<days>(t + OffsetAt(t));
}

Millis Zone::TimeOfDay(Instant t) const {
  const Instant local = t + OffsetAt(t);
  return local - std::chrono::floor<days>(local);
}

Instant Zone::At(Date date, std::chrono::seconds time_of_day) const {
  const Offsets& table = *offsets_;
  const int64_t local = ToMillis(Instant{date} + time_of_day);
  // Read as UTC, a local time is at most a day away from its moment: at most one change.
  const size_t near = table.IndexAt(local);
  const size_t last = std::min(near + 1, table.begins.size() - 1);
  for (size_t i = near == 0 ? 0 : near - 1; i <= last; ++i) {
    const int64_t utc = local - table.offsets[i];
    // Beyond the end but before the next interval's local begin: skipped by the clocks.
    const bool skipped =
        i < last && utc >= table.EndOf(i) && local - table.offsets[i + 1] < table.EndOf(i);
    if ((utc >= table.begins[i] && utc < table.EndOf(i)) || skipped) return FromMillis(utc);
  }
  return FromMillis(local - table.offsets[near]);
}

}  // namespace relance
