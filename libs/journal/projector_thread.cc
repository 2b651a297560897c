#include "libs/journal/projector_thread.h"

#include <utility>

namespace relance::journal {

void ProjectorThread::Start(const std::optional<Position>& from, const Position& to,
                            Changes changes) {
  thread_.Begin([this, from, to, changes = std::move(changes)] {
    projected_ = view_.Project(from, to, changes);
  });
}

Result<Projected> ProjectorThread::Await() {
  thread_.Finish();
  return std::move(projected_);
}

}  // namespace relance::journal
