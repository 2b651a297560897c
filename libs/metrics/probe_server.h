#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/result.h"

namespace relance {

class Metrics;

/// One condition of readiness, such as "kafka" or "partitions caught up".
struct ReadinessCheck {
  std::string name;
  bool ok = false;
  std::string detail;
};

/// HTTP for scrapers and orchestrators: /metrics, /livez (the process answers, nothing more),
/// /readyz (200 when every check is ok, else 503; `?verbose` lists the checks). GET and HEAD only.
class ProbeServer {
 public:
  /// Called for each /readyz from a thread of the server: quick, and safe from any thread.
  using Readiness = std::function<std::vector<ReadinessCheck>()>;

  /// `listen` is "127.0.0.1:9464", "[::1]:9464"; port 0 takes a free one. kInvalid names the field
  /// `probe.listen`; kUnavailable when the port is taken.
  static Result<std::unique_ptr<ProbeServer>> Start(const std::string& listen,
                                                    const Metrics& metrics, Readiness readiness);
  /// Waits for requests being served, and up to 2 s for the listener to look up.
  ~ProbeServer();
  ProbeServer(const ProbeServer&) = delete;
  ProbeServer& operator=(const ProbeServer&) = delete;

  int port() const;

 private:
  struct State;
  explicit ProbeServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance
