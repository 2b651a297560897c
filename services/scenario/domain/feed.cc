#include "services/scenario/domain/feed.h"

namespace relance::scenario {

bool IsStale(const Feed& feed, Millis max_silence, Instant now) {
  if (feed.behind > 0) return true;
  return max_silence > Millis{0} && now - FromMillis(feed.up_to_ms) > max_silence;
}

}  // namespace relance::scenario
