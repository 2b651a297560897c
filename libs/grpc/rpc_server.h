#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/grpc/tls.h"

namespace grpc {
class Service;
}

namespace relance {

class Logger;
class Metrics;

/// Who may call what: enforced on every call when certificates are configured.
struct CallRule {
  std::string method;  ///< "/relance.ledger.v1.LedgerService/Fence", or "/.../*" for a service.
  std::vector<std::string> callers;  ///< Common names or subject alternative names; "*": any.
};

/// `rules`, and those of `defaults` whose method none of them names: who configures a method
/// decides about it alone.
std::vector<CallRule> WithDefaults(std::vector<CallRule> rules,
                                   const std::vector<CallRule>& defaults);

struct RpcServerOptions {
  std::string listen = "127.0.0.1:0";  ///< Without certificates loopback or "unix:path" only.
  TlsFiles tls{};
  /// The rule naming the method decides, else the rule of its service, else the call is refused.
  /// Health, and reflection when it is on, are open to every holder of a certificate.
  std::vector<CallRule> rules{};
  bool reflection = false;
  Millis drain{25'000};  ///< How long Shutdown waits for calls in flight.
};

/// A gRPC server with what every service needs: mutual TLS and an allow-list per method, health,
/// reflection, 1 MiB messages, and metrics under the names of go-grpc-prometheus.
class RpcServer {
 public:
  /// `services` must outlive the server. kInvalid names the field at fault (`grpc.listen`,
  /// `tls.key` ...); kUnavailable when the port is taken.
  static Result<std::unique_ptr<RpcServer>> Start(const RpcServerOptions& options,
                                                  const std::vector<grpc::Service*>& services,
                                                  Metrics& metrics, const Logger& log);
  /// Shuts down if nobody has.
  ~RpcServer();
  RpcServer(const RpcServer&) = delete;
  RpcServer& operator=(const RpcServer&) = delete;

  /// The port it listens on; 0 for a unix socket.
  int port() const;

  /// Health of one service by its full proto name, "" for the process. Before the first call the
  /// process is NOT_SERVING and a service unknown.
  void SetServing(const std::string& service, bool serving);

  /// Everything NOT_SERVING, for good, while calls are still taken: balancers look away first.
  void Withdraw();
  /// Withdraw, refuse new calls, wait for those in flight at most `drain`, then cancel them.
  void Shutdown();

 private:
  struct State;
  explicit RpcServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance
