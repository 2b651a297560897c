#pragma once

#include <cstdint>

#include "libs/base/instant.h"

namespace relance::scenario {

/// What a feed of a legal entity said last.
struct Feed {
  int64_t up_to_ms = 0;  ///< It has sent everything up to then.
  int64_t behind = 0;    ///< Records that wait for the intake for more than a minute.

  bool operator==(const Feed&) const = default;
};

/// Silent for longer than `max_silence` (zero: silence means nothing), or read too late. Silence
/// ends by a message of the feed alone.
bool IsStale(const Feed& feed, Millis max_silence, Instant now);

template <class Archive>
void Describe(Archive& archive, Feed& v) {
  archive(v.up_to_ms, v.behind);
}

}  // namespace relance::scenario
