#pragma once

#include <optional>

#include "libs/journal/assistant_thread.h"
#include "libs/journal/view.h"

namespace relance::journal {

/// Projects into `view` on a thread of its own. To be used by one thread.
class ProjectorThread : public Projector {
 public:
  /// `view` outlives it, and may be used by other threads meanwhile.
  explicit ProjectorThread(ViewStore& view) : view_(view) {}

  void Start(Visit visit) override;
  Result<Visited> Await() override;

 private:
  ViewStore& view_;
  Result<Visited> visited_;
  AssistantThread thread_;  // last: waits for what is under way
};

}  // namespace relance::journal
