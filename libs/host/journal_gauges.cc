#include "libs/host/journal_gauges.h"

#include <algorithm>
#include <set>

namespace relance::host {

JournalGauges::JournalGauges(const std::string& service, JournalHost& host, journal::Clock& clock,
                             Metrics& metrics)
    : service_(service),
      host_(host),
      clock_(clock),
      owned_(metrics.Gauges("relance_journal_owned_partitions", "Partitions this process owns")
                 .With({{"service", service}})),
      partitions_(metrics.Gauges("relance_journal_partitions", "Partitions of the installation")
                      .With({{"service", service}})),
      oldest_due_seconds_(
          metrics
              .Gauges("relance_scheduler_oldest_due_action_age_seconds",
                      "How long the oldest wake-up that is due has waited; 0: none is due")
              .With({{"service", service}})),
      distrusted_(metrics
                      .Gauges("relance_journal_distrusted_clock_partitions",
                              "Partitions that decide no wake-ups: their clock disagrees with the "
                              "journal or with Redis")
                      .With({{"service", service}})),
      lag_(metrics.Gauges("relance_kafka_consumer_lag_records",
                          "Records of an input that its owner has not read")),
      updating_(metrics.BeforeRender([this] { Update(); })) {}

void JournalGauges::Update() {
  const auto states = host_.LastStates();
  owned_.Set(static_cast<double>(states.size()));
  partitions_.Set(host_.Partitions());
  Millis oldest{0};
  int distrusted = 0;
  for (const PartitionState& state : states) {
    if (state.next_wake_up) oldest = std::max(oldest, clock_.Now() - *state.next_wake_up);
    distrusted += state.clock_trusted ? 0 : 1;
  }
  oldest_due_seconds_.Set(static_cast<double>(oldest.count()) / 1000);
  distrusted_.Set(distrusted);
  SetLags(states);
}

/// A partition that has gone to another process is that one's to report.
void JournalGauges::SetLags(const std::vector<PartitionState>& states) {
  std::set<std::pair<std::string, int>> known;
  for (const PartitionState& state : states) {
    for (const auto& [topic, records] : state.lags) {
      const std::pair key{topic, state.partition};
      known.insert(key);
      auto at = lags_.find(key);
      if (at == lags_.end()) {
        const MetricLabels labels{{"service", service_},
                                  {"topic", topic},
                                  {"partition", std::to_string(state.partition)}};
        at = lags_.emplace(key, lag_.With(labels)).first;
      }
      at->second.Set(static_cast<double>(records));
    }
  }
  std::erase_if(lags_, [&](const auto& entry) {
    const bool gone = !known.contains(entry.first);
    if (gone) lag_.Remove(entry.second);
    return gone;
  });
}

}  // namespace relance::host
