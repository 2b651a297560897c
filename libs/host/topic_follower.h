#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "libs/base/instant.h"
#include "libs/kafka/reader.h"
#include "libs/log/logger.h"

namespace relance::host {

/// Reads the one partition of a topic that is kept for ever, from its beginning and on, in a thread
/// of its own: configuration versions, data keys.
class TopicFollower {
 public:
  /// `take` gets every record's bytes, in order; an error is logged and the record passed over.
  TopicFollower(kafka::Reader& reader, std::string topic, const Logger& log,
                std::function<Result<void>(const std::string& bytes)> take);
  ~TopicFollower();

  /// Waits until everything was read that the topic holds now; kUnavailable after `timeout`.
  Result<void> AwaitCaughtUp(Millis timeout);

 private:
  void Loop();
  bool ReadOn();

  kafka::Reader& reader_;
  const std::string topic_;
  const Logger& log_;
  const std::function<Result<void>(const std::string&)> take_;
  std::mutex mutex_;
  std::condition_variable moved_;
  int64_t next_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace relance::host
