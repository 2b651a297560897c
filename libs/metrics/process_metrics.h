#pragma once

#include <prometheus/collectable.h>

#include <string>
#include <vector>

namespace relance {

/// process_cpu_seconds_total, process_resident_memory_bytes and the rest of the names that every
/// Prometheus client exports, read from /proc at each scrape; and process_threads.
class ProcessMetrics : public prometheus::Collectable {
 public:
  /// `proc` is the folder of a process, with `stat` and `fd`; `system_stat` has its `btime` line.
  explicit ProcessMetrics(std::string proc = "/proc/self", std::string system_stat = "/proc/stat");

  /// Leaves out what cannot be read.
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  std::string proc_;
  std::string system_stat_;
};

}  // namespace relance
