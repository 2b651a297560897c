#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance {

/// Tells systemd (Type=notify) how the process fares. Outside systemd every call does nothing.
class SystemdNotify {
 public:
  /// Reads NOTIFY_SOCKET and WATCHDOG_USEC.
  SystemdNotify();
  SystemdNotify(std::string socket, std::string watchdog_usec);

  Result<void> Ready() const { return Send("READY=1"); }
  Result<void> Stopping() const { return Send("STOPPING=1"); }
  Result<void> Status(std::string_view line) const { return Send("STATUS=" + std::string(line)); }
  Result<void> Alive() const { return Send("WATCHDOG=1"); }

  /// How often Alive must be called: half of what systemd allows. None when it does not watch.
  std::optional<Millis> AliveEvery() const;

 private:
  Result<void> Send(const std::string& state) const;

  std::string socket_;
  std::string watchdog_usec_;
};

}  // namespace relance
