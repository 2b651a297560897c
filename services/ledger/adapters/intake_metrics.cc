#include "services/ledger/adapters/intake_metrics.h"

#include <algorithm>

namespace relance::ledger {

IntakeMetrics::IntakeMetrics(Metrics& metrics)
    : documents_(metrics
                     .Counters("relance_ledger_intake_documents_total",
                               "Documents of ERP topics written to the ledger's topics")
                     .With()),
      parked_(metrics.Counters(
          "relance_parked_total",
          "Inputs set aside, by topic; reasons are in the log and the parked topic")),
      lag_(metrics.Gauges("relance_kafka_consumer_lag_records",
                          "Records of an input that its owner has not read")),
      last_event_(metrics.Gauges("relance_ledger_last_event_timestamp_seconds",
                                 "Up to when a source says that it has sent everything")) {}

void IntakeMetrics::Parked(const std::string& topic) const {
  parked_.With({{"topic", topic}}).Add();
}

void IntakeMetrics::Stands(const FeedStand& stand) const {
  lag_.With({{"service", "ledger"},
             {"topic", stand.feed.topic},
             {"partition", std::to_string(stand.feed.partition)}})
      .Set(static_cast<double>(std::max<int64_t>(stand.end - stand.handled, 0)));
}

void IntakeMetrics::Reported(const FeedReport& report) const {
  if (report.up_to_ms == 0) return;
  last_event_.With({{"legal_entity", report.entity}, {"source", report.source}})
      .Set(static_cast<double>(report.up_to_ms / 1000));
}

}  // namespace relance::ledger
