#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/redis/reply.h"

struct redisContext;

namespace relance::redis {

/// Where a Redis listens: a unix socket when `path` is set, else host and port.
struct Address {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string path;

  auto operator<=>(const Address&) const = default;
};

/// "unix:/run/redis.sock", "host:6379" or "[::1]:6379". kInvalid otherwise.
Result<Address> ParseAddress(std::string_view text);
std::string Format(const Address& address);

struct Options {
  Address address;
  std::string user;      ///< Empty: the default user.
  std::string password;  ///< Empty: no AUTH.
  Millis connect_timeout{1000};
  Millis timeout{2000};  ///< Of one Run or RunAll, from the first byte sent to the last reply.
  Millis longest_backoff{1000};
};

/// One connection to one Redis, opened by the first command and reopened after a failure. Any
/// failure of the transport drops it, so that no reply is ever taken for the answer to another
/// command; what was sent then has an unknown fate. A connection that Redis closed meanwhile is
/// reopened before anything is sent. After a failed attempt to connect it answers
/// kUnavailable at once until its backoff (10 ms, doubled up to `longest_backoff`) has passed.
/// Not thread-safe.
class Connection {
 public:
  explicit Connection(Options options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// kUnavailable when no answer came in time. An error reply is a Reply.
  Result<Reply> Run(const Command& command);
  /// Pipelined: all commands are sent before the first reply is read; one reply each, in order.
  Result<std::vector<Reply>> RunAll(const std::vector<Command>& commands);
  /// As RunAll, on the link of the exchange before, whose state in Redis (WATCH) it needs:
  /// kUnavailable, and nothing is sent, when that link is gone.
  Result<std::vector<Reply>> Continue(const std::vector<Command>& commands);

  bool IsOpen() const { return context_ != nullptr; }
  void Drop() { context_.reset(); }
  const Options& options() const { return options_; }

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  using Clock = std::chrono::steady_clock;

  bool IsQuiet() const;
  Result<void> Open();
  Result<void> Connect();
  Result<std::vector<Reply>> Exchange(const std::vector<Command>& commands);
  Result<void> Send(std::string_view bytes, Clock::time_point deadline);
  Result<Reply> Await(Clock::time_point deadline);
  Failure Lost(const std::string& what);

  Options options_;
  std::unique_ptr<redisContext, Free> context_;
  Clock::time_point not_before_{};
  Millis backoff_{0};
};

}  // namespace relance::redis
