#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "libs/redis/connection_pool.h"
#include "libs/redis/slot_map.h"

namespace relance::redis {

struct ClusterOptions {
  std::vector<Address> seeds;  ///< At least one; a single Redis is a cluster with one seed.
  Options connection;          ///< Its address is not used.
  size_t connections_per_node = 8;
};

/// Commands that are written together if what was looked at before them is as it should be.
struct Transaction {
  std::string watched;        ///< A key. All others here are in its slot.
  std::vector<Command> look;  ///< Their replies are shown to `agrees`.
  std::function<bool(const std::vector<Reply>&)> agrees;
  std::vector<Command> writes;
};

/// A Redis Cluster or a single Redis, shared by threads. Commands go to the master of their key's
/// slot; MOVED is followed and the map read anew. A slot under migration (ASK, TRYAGAIN) and a
/// cluster that is down are kUnavailable: the caller retries.
class Cluster {
 public:
  explicit Cluster(ClusterOptions options);

  /// Error replies come back as failures.
  Result<Reply> Run(std::string_view key, const Command& command);
  /// Pipelined on one connection; all keys of `commands` are in the slot of `key`. Error replies
  /// other than redirections come back as replies.
  Result<std::vector<Reply>> RunAll(std::string_view key, const std::vector<Command>& commands);
  /// Compare-and-set: `writes` are done all at once if `agrees`, and if `watched` was not changed
  /// since it was looked at; else it is looked at again. The replies of the writes; nothing when it
  /// did not agree. An error of `look`, or of Redis taking the writes, is a failure, and nothing is
  /// written; an error of one write, once they are done, is a reply.
  Result<std::optional<std::vector<Reply>>> RunTransaction(Transaction transaction);
  /// On every master known, a seed at least: for start-up checks. Error replies are failures.
  Result<std::vector<Reply>> RunEverywhere(const Command& command);

 private:
  using Clock = std::chrono::steady_clock;

  Result<std::vector<Reply>> RunAt(const Address& address, const std::vector<Command>& commands);
  Result<void> Redirected(std::vector<Reply>& replies, const std::vector<Command>& commands,
                          Address asked);
  Result<std::vector<Reply>> Settled(Connection& connection, Result<std::vector<Reply>> replies);
  void Follow(const Redirect& to);
  Address NodeOf(int slot);
  ConnectionPool& PoolOf(const Address& address);
  void Refresh(std::vector<Address> from);
  void Suspect(const Address& address);

  const ClusterOptions options_;
  std::mutex mutex_;
  SlotMap map_;
  std::map<Address, std::unique_ptr<ConnectionPool>> pools_;
  size_t seed_ = 0;                   ///< The seed that answers for unknown slots.
  Clock::time_point next_refresh_{};  ///< After a failure, at most once a second.
};

}  // namespace relance::redis
