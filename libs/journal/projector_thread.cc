#include "libs/journal/projector_thread.h"

#include <utility>

namespace relance::journal {

void ProjectorThread::Start(Visit visit) {
  thread_.Begin([this, visit = std::move(visit)] { visited_ = Make(view_, visit); });
}

Result<Visited> ProjectorThread::Await() {
  thread_.Finish();
  return std::move(visited_);
}

}  // namespace relance::journal
