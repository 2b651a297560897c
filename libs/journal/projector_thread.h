#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "libs/journal/view.h"

namespace relance::journal {

/// Projects into `view` on a thread of its own. To be used by one thread.
class ProjectorThread : public Projector {
 public:
  /// `view` outlives it, and may be used by other threads meanwhile.
  explicit ProjectorThread(ViewStore& view);
  /// Waits for what is under way.
  ~ProjectorThread() override;
  ProjectorThread(const ProjectorThread&) = delete;
  ProjectorThread& operator=(const ProjectorThread&) = delete;

  void Start(const std::optional<Position>& from, const Position& to, Changes changes) override;
  Result<Projected> Await() override;

 private:
  struct Projection {
    std::optional<Position> from;
    Position to;
    Changes changes;
  };

  void Loop();

  ViewStore& view_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Projection> started_;  ///< Not taken by the thread yet.
  std::optional<Result<Projected>> done_;
  bool stopping_ = false;
  std::thread thread_;  // last: begins with everything else in place
};

}  // namespace relance::journal
