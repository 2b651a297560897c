#pragma once

#include <string>

#include "libs/metrics/metrics.h"
#include "services/ledger/app/feed_progress.h"

namespace relance::ledger {

/// What an operator watches of the feeds: do they flow, how far is the intake, what was parked.
class IntakeMetrics {
 public:
  explicit IntakeMetrics(Metrics& metrics);

  void Recorded() const { documents_.Add(); }
  void Parked(const std::string& topic) const;
  void Stands(const FeedStand& stand) const;
  void Reported(const FeedReport& report) const;

 private:
  Counter documents_;
  CounterFamily parked_;
  GaugeFamily lag_;
  GaugeFamily last_event_;
};

}  // namespace relance::ledger
