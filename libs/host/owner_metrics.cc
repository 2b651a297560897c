#include "libs/host/owner_metrics.h"

namespace relance::host {

OwnerMetrics::OwnerMetrics(const std::string& service, Metrics& metrics, const Logger& log)
    : log_(log),
      records_(metrics.Counters("relance_journal_records_total", "Records accepted by owners here")
                   .With({{"service", service}})),
      ignored_(metrics
                   .Counters("relance_journal_ignored_records_total",
                             "Records that did not extend the chain")
                   .With({{"service", service}})),
      inputs_(metrics.Counters("relance_journal_inputs_total", "Inputs handled by owners here")
                  .With({{"service", service}})),
      rewinds_(metrics.Counters("relance_view_rewinds_total", "Views found behind their projection")
                   .With({{"service", service}})),
      generations_(metrics
                       .Counters("relance_journal_generations_ended_total",
                                 "Owners that went back to their first step")
                       .With({{"service", service}})),
      stopped_(metrics.Gauges("relance_journal_stopped_partitions", "Partitions stopped for good")
                   .With({{"service", service}})),
      append_seconds_(metrics
                          .Histograms("relance_journal_append_seconds",
                                      "From starting an append to its acceptance")
                          .With({{"service", service}})),
      parked_(metrics.Counters(
          "relance_parked_total",
          "Inputs set aside, by topic; reasons are in the log and the parked topic")) {}

void OwnerMetrics::Assigned(int partition, uint64_t sequence) {
  log_.Info("partition caught up", {{"partition", partition}, {"sequence", sequence}});
}

void OwnerMetrics::RecordAccepted(int, size_t inputs, Millis append) {
  ++activity_;
  records_.Add();
  inputs_.Add(static_cast<double>(inputs));
  append_seconds_.Observe(append);
}

void OwnerMetrics::RecordIgnored(int partition, int64_t offset) {
  ignored_.Add();
  log_.Debug("record ignored", {{"partition", partition}, {"offset", offset}});
}

void OwnerMetrics::InputParked(int partition, const std::string& topic, int64_t offset,
                               const std::string& reason) {
  parked_.With({{"topic", topic}}).Add();
  log_.Warn("input parked",
            {{"partition", partition}, {"topic", topic}, {"offset", offset}, {"reason", reason}});
}

void OwnerMetrics::ViewRewound(int partition, uint64_t from, uint64_t to) {
  rewinds_.Add();
  log_.Warn("view rewound", {{"partition", partition}, {"from", from}, {"to", to}});
}

void OwnerMetrics::GenerationEnded(int partition, const std::string& why) {
  generations_.Add();
  log_.Info("owner starts again", {{"partition", partition}, {"why", why}});
}

void OwnerMetrics::Stopped(int partition, const std::string& why) {
  stopped_.Add(1);
  log_.Error("partition stopped", {{"partition", partition}, {"why", why}});
}

void OwnerMetrics::Alarm(int partition, const std::string& what) {
  log_.Error("alarm", {{"partition", partition}, {"what", what}});
}

}  // namespace relance::host
