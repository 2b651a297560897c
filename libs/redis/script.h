#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "libs/redis/cluster.h"

namespace relance::redis {

/// A Lua script, sent by its hash and once in full to a Redis that does not know it (yet, or since
/// its restart). Redis runs it atomically. Thread-safe.
class Script {
 public:
  explicit Script(std::string body) : body_(std::move(body)) {}

  /// All keys must be named in `keys`, there is at least one, and all are in one slot.
  Result<Reply> Run(Cluster& cluster, const std::vector<std::string>& keys,
                    std::vector<std::string> arguments);

 private:
  Result<std::string> HashOn(Cluster& cluster, const std::string& key);

  const std::string body_;
  std::mutex mutex_;
  std::string hash_;  ///< What SCRIPT LOAD answered; the same on every Redis.
};

}  // namespace relance::redis
