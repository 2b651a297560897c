#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "libs/base/instant.h"
#include "libs/kafka/table_follower.h"
#include "libs/log/logger.h"

namespace relance::host {

/// Reads the one partition of a compacted topic from its beginning and on, in a thread of its own:
/// configuration versions, data keys.
class TopicFollower {
 public:
  /// `take` gets every value, in order; an error is logged and the value passed over.
  TopicFollower(const kafka::ClientConfig& config, std::string topic, const Logger& log,
                std::function<Result<void>(const std::string& value)> take);
  ~TopicFollower();

  /// Waits until the end of the topic was reached once; kUnavailable after `timeout`.
  Result<void> AwaitCaughtUp(Millis timeout);

 private:
  void Loop();
  bool Open();

  const kafka::ClientConfig config_;
  const std::string topic_;
  const Logger& log_;
  const std::function<Result<void>(const std::string&)> take_;
  std::unique_ptr<kafka::TableFollower> table_;
  std::mutex mutex_;
  std::condition_variable moved_;
  bool caught_up_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace relance::host
