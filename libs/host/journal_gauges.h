#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "libs/host/journal_host.h"
#include "libs/metrics/metrics.h"

namespace relance::host {

/// How the owned partitions stand, set whenever somebody scrapes: how far they lag, how long their
/// oldest due wake-up has waited, whether their clock is trusted.
class JournalGauges {
 public:
  /// `host` and `clock` must outlive it.
  JournalGauges(const std::string& service, JournalHost& host, journal::Clock& clock,
                Metrics& metrics);

 private:
  void Update();
  void SetLags(const std::vector<PartitionState>& states);

  const std::string service_;
  JournalHost& host_;
  journal::Clock& clock_;
  Gauge owned_;
  Gauge partitions_;
  Gauge oldest_due_seconds_;
  Gauge distrusted_;
  GaugeFamily lag_;
  std::map<std::pair<std::string, int>, Gauge> lags_;  ///< By topic and partition.
  std::shared_ptr<void> updating_;
};

}  // namespace relance::host
