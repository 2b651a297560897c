#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance {

struct Offsets;

/// A time zone of the IANA database. A cheap value: copies share one immutable table of offsets, so
/// any thread may convert. Without a name: UTC. The table covers 1970 to 2037, as the system's
/// database does; the first and last offset hold beyond.
class Zone {
 public:
  Zone();

  /// "Europe/Paris". kInvalid (field `zone`) for a name that the database does not have,
  /// kUnavailable when this machine has no database, or one without the changes of the years ahead.
  /// Reads it on first use; a name is read once.
  static Result<Zone> Find(std::string_view name);

  const std::string& name() const;

  /// What the calendar on the wall of this zone shows.
  Date DateOf(Instant t) const;
  /// What the clock on the wall of this zone shows, as time since 00:00: not the time elapsed since
  /// the day began.
  Millis TimeOfDay(Instant t) const;
  /// Local time minus UTC.
  std::chrono::seconds OffsetAt(Instant t) const;

  /// The moment of a local time, 0 h to 24 h. A time that exists twice is the first; one that the
  /// clocks skip moves forward by what they skip (02:30 becomes 03:30).
  Instant At(Date date, std::chrono::seconds time_of_day) const;
  /// The first moment of the date: not 00:00 where the clocks skip it.
  Instant StartOfDay(Date date) const { return At(date, std::chrono::seconds{0}); }

  bool operator==(const Zone& other) const { return name() == other.name(); }

 private:
  explicit Zone(std::shared_ptr<const Offsets> offsets);

  std::shared_ptr<const Offsets> offsets_;
};

}  // namespace relance
