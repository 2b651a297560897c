#include "libs/metrics/process_metrics.h"

#include <gmock/gmock.h>
#include <prometheus/metric_family.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace relance {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Gt;
using testing::Le;

std::map<std::string, double> Values(const ProcessMetrics& metrics) {
  std::map<std::string, double> values;
  for (const auto& family : metrics.Collect()) {
    const auto& metric = family.metric.at(0);
    values[family.name] =
        family.type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value;
  }
  return values;
}

TEST(ProcessMetricsTest, ThisProcessIsSeenAsItIs) {
  const auto values = Values(ProcessMetrics());
  const auto now = static_cast<double>(std::time(nullptr));
  EXPECT_THAT(values.at("process_start_time_seconds"), AllOf(Gt(now - 3600), Le(now + 1)));
  EXPECT_THAT(values.at("process_resident_memory_bytes"), Gt(1e6));
  EXPECT_THAT(values.at("process_virtual_memory_bytes"),
              Ge(values.at("process_resident_memory_bytes")));
  EXPECT_THAT(values.at("process_threads"), Ge(1));
  EXPECT_THAT(values.at("process_max_fds"), Gt(values.at("process_open_fds")));
}

TEST(ProcessMetricsTest, OpeningAFileCountsOneDescriptor) {
  const ProcessMetrics metrics;
  const double before = Values(metrics).at("process_open_fds");
  const std::ifstream file("/proc/self/stat");
  EXPECT_EQ(Values(metrics).at("process_open_fds"), before + 1);
}

TEST(ProcessMetricsTest, ANameWithBracketsAndSpacesShiftsNothing) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("relance-proc-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "stat") << "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 200 100 0 0 20 0 5 0 300 "
                                    "4096000 50 0\n";
  std::ofstream(folder / "boot") << "cpu 1 2\nbtime 1000\n";
  const auto values = Values(ProcessMetrics(folder, folder / "boot"));
  const auto tick = static_cast<double>(sysconf(_SC_CLK_TCK));
  EXPECT_EQ(values.at("process_cpu_seconds_total"), 300 / tick);
  EXPECT_EQ(values.at("process_threads"), 5);
  EXPECT_EQ(values.at("process_start_time_seconds"), 1000 + 300 / tick);
  EXPECT_EQ(values.at("process_virtual_memory_bytes"), 4096000);
  EXPECT_EQ(values.at("process_resident_memory_bytes"),
            50 * static_cast<double>(sysconf(_SC_PAGESIZE)));
  EXPECT_FALSE(values.contains("process_open_fds")) << "there is no fd folder";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace relance
