#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "libs/process/claimed_ports.h"
#include "libs/redis/cluster.h"
#include "libs/redis/connection.h"

namespace relance::redis {

struct ThrowawayOptions {
  bool append_only = false;          ///< Keep an AOF (fsync every write) across Kill and Start.
  bool tcp = false;                  ///< Listen on a free loopback port instead of a unix socket.
  bool cluster = false;              ///< Cluster node; implies tcp.
  std::vector<std::string> extra{};  ///< More arguments: {"--maxmemory", "10mb"}.
};

/// A redis-server of a test's own: private folder, killed by its pid and removed with the object.
/// It also dies with the thread that made it. Aborts the test program when it cannot start (10 s).
class ThrowawayRedis {
 public:
  explicit ThrowawayRedis(ThrowawayOptions options = {});
  ~ThrowawayRedis();
  ThrowawayRedis(const ThrowawayRedis&) = delete;
  ThrowawayRedis& operator=(const ThrowawayRedis&) = delete;

  /// Starts it (again), at the same address, and waits until it answers PING.
  void Start();
  /// SHUTDOWN by SIGTERM, waited for.
  void Stop();
  /// kill -9, waited for.
  void Kill();
  /// SIGSTOP: connections are taken, nothing is answered. Resume ends it.
  void Freeze();
  void Resume();

  const Address& address() const { return address_; }
  const std::string& folder() const { return folder_; }
  /// With patience: a node of a cluster answers nothing while it writes its configuration to a busy
  /// disk. What a test says of timeouts it says with its own.
  Options ConnectionOptions() const;
  ClusterOptions SingleNode() const;

 private:
  void ClaimPorts();
  bool TryStart();
  std::vector<std::string> Arguments() const;
  void Signal(int signal);
  void Reap();

  const ThrowawayOptions options_;
  std::string folder_;
  std::optional<ClaimedPorts> ports_;  ///< Clients', and the cluster's.
  Address address_;
  pid_t pid_ = 0;
};

}  // namespace relance::redis
