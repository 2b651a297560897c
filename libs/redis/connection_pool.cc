#include "libs/redis/connection_pool.h"

#include <utility>

namespace relance::redis {

ConnectionPool::ConnectionPool(Options options, size_t limit)
    : options_(std::move(options)), limit_(limit) {}

Result<ConnectionPool::Lease> ConnectionPool::Borrow() {
  std::unique_lock lock(mutex_);
  const bool free =
      returned_.wait_for(lock, options_.timeout, [&] { return !idle_.empty() || lent_ < limit_; });
  if (!free) return Unavailable("all connections to " + Format(options_.address) + " are in use");
  ++lent_;
  if (idle_.empty()) return Lease(*this, std::make_unique<Connection>(options_));
  // The last one used: the others may fall idle and their Redis may close them.
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return Lease(*this, std::move(connection));
}

void ConnectionPool::GiveBack(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace relance::redis
