#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/process/claimed_ports.h"
#include "tools/relance/dev/record.h"
#include "tools/relance/shell/console.h"

namespace relance::cli {

struct StackOptions {
  std::string folder;         ///< Absolute.
  std::string programs;       ///< Folder of relance-ledger and the other executables.
  std::string root;           ///< Folder that holds deploy/ and tools/.
  std::optional<Instant> at;  ///< Business time; none: the system's clock.
  bool real_kafka = false;
  int partitions = 4;
  std::vector<std::string> erp_topics;
};

/// A whole installation on this machine: broker, Redis, mail server and the four services, each a
/// process of its own with its log under FOLDER/logs.
class Stack {
 public:
  Stack(StackOptions options, Console& console);

  /// Starts everything and waits until all are ready. On failure the log of what failed is shown
  /// and everything is stopped again.
  Result<StackRecord> Up();

 private:
  Result<void> Prepare();
  Result<void> StartEverything();
  Result<void> StartEmbeddedBroker();
  Result<void> StartKafka();
  Result<void> StartRedis();
  Result<void> StartMailServer();
  Result<void> StartService(const std::string& name);

  Result<void> Launch(const std::string& name, std::vector<std::string> command,
                      std::map<std::string, std::string> environment = {});
  Result<void> Keep(Child child);
  /// kUnavailable when the newest process ends first, or `limit` passes.
  Result<void> Await(const std::string& what, Millis limit, const std::function<bool()>& ready);
  Result<std::string> KeptInstallationId();
  std::map<std::string, std::string> SettingsOf(const std::string& service) const;
  std::string LogOf(const std::string& name) const;
  std::string PortText(const std::string& name) const;

  const StackOptions options_;
  Console& console_;
  StackRecord record_;
  std::vector<ClaimedPorts> claims_;  ///< Until everything listens.
  std::map<std::string, int> ports_;
};

/// Stops what the record names, last started first. The names of those that had to be killed.
std::vector<std::string> StopAll(const StackRecord& record, Console& console);

}  // namespace relance::cli
