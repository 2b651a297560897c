#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "libs/journal/ports.h"

namespace relance::journal {

/// Works on a thread of its own. To be used by one thread.
class AssistantThread : public Assistant {
 public:
  AssistantThread();
  /// Waits for what was begun.
  ~AssistantThread() override;
  AssistantThread(const AssistantThread&) = delete;
  AssistantThread& operator=(const AssistantThread&) = delete;

  void Begin(std::function<void()> work) override;
  void Finish() override;

 private:
  void Loop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;  ///< Not taken by the thread yet.
  bool working_ = false;
  bool stopping_ = false;
  std::thread thread_;  // last: begins with everything else in place
};

}  // namespace relance::journal
