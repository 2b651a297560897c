#pragma once

#include <atomic>
#include <string>

#include "libs/journal/ports.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"

namespace relance::host {

/// What owners tell, as metrics and log lines.
class OwnerMetrics : public journal::OwnerEvents {
 public:
  OwnerMetrics(const std::string& service, Metrics& metrics, const Logger& log);

  void Assigned(int partition, uint64_t sequence) override;
  void RecordAccepted(int partition, size_t inputs, Millis append) override;
  void RecordIgnored(int partition, int64_t offset) override;
  void InputParked(int partition, const std::string& topic, int64_t offset,
                   const std::string& reason) override;
  void ViewRewound(int partition, uint64_t from, uint64_t to) override;
  void GenerationEnded(int partition, const std::string& why) override;
  void Stopped(int partition, const std::string& why) override;
  void Alarm(int partition, const std::string& what) override;

  /// Records accepted by this process.
  uint64_t Activity() const { return activity_.load(); }

 private:
  const Logger& log_;
  std::atomic<uint64_t> activity_{0};
  Counter records_;
  Counter ignored_;
  Counter inputs_;
  Counter rewinds_;
  Counter generations_;
  Gauge stopped_;
  Histogram append_seconds_;
  CounterFamily parked_;
};

}  // namespace relance::host
