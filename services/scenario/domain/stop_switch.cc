#include "services/scenario/domain/stop_switch.h"

namespace relance::scenario {

StopRelease ReleaseOf(const Stop* stop, const std::string& by) {
  if (stop == nullptr) return StopRelease::kNotStopped;
  if (stop->release_asked_by.empty()) return StopRelease::kAsked;
  return stop->release_asked_by == by ? StopRelease::kWaits : StopRelease::kReleased;
}

}  // namespace relance::scenario
