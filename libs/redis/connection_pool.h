#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "libs/redis/connection.h"

namespace relance::redis {

/// Up to `limit` connections to one Redis, shared by threads. The pool outlives its leases.
class ConnectionPool {
 public:
  /// A connection for the time of one exchange; goes back to the pool when it is destroyed.
  class Lease {
   public:
    Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_) pool_->GiveBack(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    ConnectionPool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  ConnectionPool(Options options, size_t limit);

  /// Waits for a free connection as long as a command may take; kUnavailable after that.
  Result<Lease> Borrow();

 private:
  void GiveBack(std::unique_ptr<Connection> connection);

  const Options options_;
  const size_t limit_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  size_t lent_ = 0;
};

}  // namespace relance::redis
