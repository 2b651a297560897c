#pragma once

#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/journal/view.h"
#include "libs/redis/connection.h"

/// What the engines do by themselves with the same bytes: nothing of the journal in between.
namespace relance::bench {

/// records[p] are those of partition p.
using Records = std::vector<std::vector<std::string>>;

struct KafkaSeconds {
  double produce = 0;
  double consume = 0;

  double all() const { return produce + consume; }
};

/// All `records` produced to `topic` with librdkafka (acks=all, lz4, 5 ms linger) and, after that,
/// consumed. Clients are connected before the clock starts.
Result<KafkaSeconds> RawKafkaSeconds(const std::string& bootstrap, const std::string& topic,
                                     const Records& records);

/// How a batch of documents is told to Redis.
enum class RedisCommands {
  kOneEachDocument,  ///< One HSET each, as a client without the view's knowledge would write them.
  kOneEachHash,      ///< As few as there are hashes: the least that Redis can be made to do.
};

/// Seconds for batches of writes, each one pipeline inside MULTI and EXEC. Commands are made before
/// the clock starts.
Result<double> RawRedisSeconds(const redis::Options& options,
                               const std::vector<journal::Changes>& batches, RedisCommands how);

}  // namespace relance::bench
