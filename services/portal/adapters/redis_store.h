#pragma once

#include <string>

#include "libs/redis/cluster.h"
#include "services/portal/app/ports.h"

namespace relance::portal {

/// Sessions and failed attempts in Redis, shared by all instances: keys `{portal:xx}:...`, which
/// nothing else reads and which may be lost. Session ids and addresses are stored hashed: a copy of
/// the store opens no session. Redis's clock ends them.
class RedisStore : public SessionStore, public AttemptCounter {
 public:
  struct Limits {
    Millis idle = kSessionIdle;
    Millis life = kSessionLife;
    Millis attempts = kAttemptWindow;
  };

  explicit RedisStore(redis::Cluster& cluster) : RedisStore(cluster, Limits()) {}
  RedisStore(redis::Cluster& cluster, Limits limits) : cluster_(cluster), limits_(limits) {}

  Result<void> Put(const std::string& id, const Session& session) override;
  Result<Session> Find(const std::string& id) override;
  Result<int64_t> Failures(const std::string& origin) override;
  Result<void> CountFailure(const std::string& origin) override;

 private:
  redis::Cluster& cluster_;
  const Limits limits_;
};

}  // namespace relance::portal
