#include "libs/metrics/process_metrics.h"

#include <prometheus/metric_family.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

namespace relance {
namespace {

/// What proc(5) calls fields 14, 15, 20, 22, 23 and 24 of `stat`.
struct Stat {
  int64_t user_ticks = 0;
  int64_t system_ticks = 0;
  int64_t threads = 0;
  int64_t start_ticks = 0;
  int64_t virtual_bytes = 0;
  int64_t resident_pages = 0;
};

std::optional<Stat> ReadStat(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) return std::nullopt;
  const size_t name_end = line.rfind(')');  // The name before it may hold anything.
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(line.substr(name_end + 1));
  std::string skipped;
  Stat stat;
  const auto skip = [&](int fields) {
    while (fields-- > 0) rest >> skipped;
  };
  skip(11);
  rest >> stat.user_ticks >> stat.system_ticks;
  skip(4);
  rest >> stat.threads;
  skip(1);
  rest >> stat.start_ticks >> stat.virtual_bytes >> stat.resident_pages;
  if (!rest) return std::nullopt;
  return stat;
}

/// Seconds since 1970 at which the machine started.
std::optional<int64_t> ReadBootTime(const std::string& path) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name;
    int64_t seconds = 0;
    if (words >> name >> seconds && name == "btime") return seconds;
  }
  return std::nullopt;
}

std::optional<double> CountOpenFds(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator it(folder, error);
  if (error) return std::nullopt;
  double open = -1;  // Reading the folder opens one more.
  for (const auto end = std::filesystem::end(it); it != end; it.increment(error)) {
    if (error) return std::nullopt;
    ++open;
  }
  return open;
}

prometheus::MetricFamily Single(std::string name, std::string help, prometheus::MetricType type,
                                double value) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  return {std::move(name), std::move(help), type, {std::move(metric)}};
}

}  // namespace

ProcessMetrics::ProcessMetrics(std::string proc, std::string system_stat)
    : proc_(std::move(proc)), system_stat_(std::move(system_stat)) {}

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  using prometheus::MetricType;
  std::vector<prometheus::MetricFamily> families;
  const auto gauge = [&](const char* name, const char* help, double value) {
    families.push_back(Single(name, help, MetricType::Gauge, value));
  };
  const auto per_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  if (const auto stat = ReadStat(proc_ + "/stat")) {
    families.push_back(
        Single("process_cpu_seconds_total", "User and system CPU time spent", MetricType::Counter,
               static_cast<double>(stat->user_ticks + stat->system_ticks) / per_second));
    gauge("process_threads", "Threads", static_cast<double>(stat->threads));
    gauge("process_virtual_memory_bytes", "Virtual memory size",
          static_cast<double>(stat->virtual_bytes));
    gauge("process_resident_memory_bytes", "Resident memory size",
          static_cast<double>(stat->resident_pages * sysconf(_SC_PAGESIZE)));
    if (const auto boot = ReadBootTime(system_stat_)) {
      gauge("process_start_time_seconds", "Start time since the Unix epoch",
            static_cast<double>(*boot) + static_cast<double>(stat->start_ticks) / per_second);
    }
  }
  if (const auto open = CountOpenFds(proc_ + "/fd")) {
    gauge("process_open_fds", "Open file descriptors", *open);
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    gauge("process_max_fds", "Most open file descriptors allowed",
          static_cast<double>(limit.rlim_cur));
  }
  return families;
}

}  // namespace relance
