#include "libs/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cstdint>
#include <iterator>
#include <mutex>
#include <utility>

#include "libs/metrics/process_metrics.h"

namespace relance {

void Counter::Add(double by) const {
  counter_->Increment(by);
}
double Counter::Value() const {
  return counter_->Value();
}

void Gauge::Set(double value) const {
  gauge_->Set(value);
}
void Gauge::Add(double by) const {
  gauge_->Increment(by);
}
double Gauge::Value() const {
  return gauge_->Value();
}

void Histogram::Observe(double value) const {
  histogram_->Observe(value);
}
void Histogram::Observe(std::chrono::nanoseconds elapsed) const {
  histogram_->Observe(std::chrono::duration<double>(elapsed).count());
}

Counter CounterFamily::With(const MetricLabels& labels) const {
  return Counter(family_->Add(labels));
}

Gauge GaugeFamily::With(const MetricLabels& labels) const {
  return Gauge(family_->Add(labels));
}

void GaugeFamily::Remove(Gauge gauge) const {
  family_->Remove(gauge.gauge_);
}

Histogram HistogramFamily::With(const MetricLabels& labels) const {
  return Histogram(family_->Add(labels, buckets_));
}

std::vector<double> LatencyBuckets() {
  return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

namespace {

/// Shared with the tokens, so that a token may outlive the registry.
struct Updates {
  std::mutex mutex;
  std::map<uint64_t, std::function<void()>> list;
  uint64_t next = 0;
};

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  ProcessMetrics process;
  std::shared_ptr<Updates> updates = std::make_shared<Updates>();
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

CounterFamily Metrics::Counters(const std::string& name, const std::string& help) noexcept {
  return CounterFamily(prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry));
}

GaugeFamily Metrics::Gauges(const std::string& name, const std::string& help) noexcept {
  return GaugeFamily(prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry));
}

HistogramFamily Metrics::Histograms(const std::string& name, const std::string& help,
                                    std::vector<double> buckets) noexcept {
  auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(state_->registry);
  return HistogramFamily(family, std::move(buckets));
}

void Metrics::SetBuild(const std::string& version, const std::string& commit) {
  Gauges("relance_build_info", "What is running; always 1")
      .With({{"version", version}, {"commit", commit}})
      .Set(1);
}

std::shared_ptr<void> Metrics::BeforeRender(std::function<void()> update) {
  const std::shared_ptr<Updates> updates = state_->updates;
  const std::scoped_lock lock(updates->mutex);
  const uint64_t id = updates->next++;
  updates->list.emplace(id, std::move(update));
  return {nullptr, [updates, id](void*) {
            const std::scoped_lock removing(updates->mutex);
            updates->list.erase(id);
          }};
}

std::string Metrics::Render() const {
  {
    const std::scoped_lock lock(state_->updates->mutex);
    for (const auto& [id, update] : state_->updates->list) update();
  }
  std::vector<prometheus::MetricFamily> families = state_->registry.Collect();
  auto process = state_->process.Collect();
  std::move(process.begin(), process.end(), std::back_inserter(families));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace relance
