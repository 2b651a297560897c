#include "libs/redis/production.h"

#include <string>
#include <string_view>

namespace relance::redis {
namespace {

/// The value of "name:value\r\n" in an answer to INFO; empty when it is not there.
std::string_view Value(std::string_view report, std::string_view name) {
  const std::string start = "\n" + std::string(name) + ":";
  const size_t at = report.find(start);
  if (at == std::string_view::npos) return {};
  report.remove_prefix(at + start.size());
  return report.substr(0, report.find_first_of("\r\n"));
}

Result<void> Require(Cluster& cluster, const std::string& section, std::string_view name,
                     std::string_view wanted, const std::string& advice) {
  const auto reports = cluster.RunEverywhere({"INFO", section});
  if (!reports) return Failure(reports.error());
  for (const Reply& report : *reports) {
    const std::string_view value = Value(report.text, name);
    if (value == wanted) continue;
    return Invalid("production needs Redis with " + advice + "; it reports " + std::string(name) +
                       ":" + std::string(value),
                   std::string(name));
  }
  return {};
}

}  // namespace

// INFO rather than CONFIG GET, which hosted Redis and access lists deny.
Result<void> CheckProduction(Cluster& cluster, Mode mode) {
  if (mode == Mode::kDevelopment) return {};
  auto checked = Require(cluster, "persistence", "aof_enabled", "1", "appendonly yes");
  if (!checked) return checked;
  return Require(cluster, "memory", "maxmemory_policy", "noeviction",
                 "maxmemory-policy noeviction");
}

}  // namespace relance::redis
