#pragma once

#include <map>
#include <string>

#include "libs/base/instant.h"

/// Nothing leaves for a legal entity, or on one channel of it. One person may stop; that messages
/// leave again is for two.
namespace relance::scenario {

struct Stop {
  std::string reason;
  std::string by;
  Instant since{};
  std::string release_asked_by;  ///< Empty: nobody has asked for its end.

  bool operator==(const Stop&) const = default;
};
using Stops = std::map<std::string, Stop>;  ///< By "FR01", or "FR01:email".

/// What becomes of a stop when somebody says that messages may leave again.
enum class StopRelease {
  kNotStopped,  ///< Nothing to do.
  kAsked,       ///< He is the first who says so: another person has to.
  kWaits,       ///< He has said so before.
  kReleased,
};

/// `stop`: nullptr when nothing is stopped.
StopRelease ReleaseOf(const Stop* stop, const std::string& by);

template <class Archive>
void Describe(Archive& archive, Stop& v) {
  archive(v.reason, v.by, v.since, v.release_asked_by);
}

}  // namespace relance::scenario
