#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
template <typename T>
class Family;
}  // namespace prometheus

namespace relance {

/// Label name to value. Values must be bounded: legal entity yes; debtor, invoice, trace id never.
using MetricLabels = std::map<std::string, std::string>;

/// Handles are small values that stay valid as long as the Metrics they come from. Resolve a set of
/// labels once (With), keep the handle, and use it from any thread.
class Counter {
 public:
  explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
  /// A negative `by` changes nothing.
  void Add(double by = 1) const;
  double Value() const;

 private:
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
  void Set(double value) const;
  void Add(double by) const;
  double Value() const;

 private:
  friend class GaugeFamily;
  prometheus::Gauge* gauge_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
  /// In the base unit of the metric.
  void Observe(double value) const;
  /// In seconds.
  void Observe(std::chrono::nanoseconds elapsed) const;

 private:
  prometheus::Histogram* histogram_;
};

class CounterFamily {
 public:
  explicit CounterFamily(prometheus::Family<prometheus::Counter>& family) : family_(&family) {}
  Counter With(const MetricLabels& labels = {}) const;

 private:
  prometheus::Family<prometheus::Counter>* family_;
};

class GaugeFamily {
 public:
  explicit GaugeFamily(prometheus::Family<prometheus::Gauge>& family) : family_(&family) {}
  Gauge With(const MetricLabels& labels = {}) const;
  /// Forgets one set of labels, for what this process no longer owns. The handle is dead after it.
  void Remove(Gauge gauge) const;

 private:
  prometheus::Family<prometheus::Gauge>* family_;
};

class HistogramFamily {
 public:
  HistogramFamily(prometheus::Family<prometheus::Histogram>& family, std::vector<double> buckets)
      : family_(&family), buckets_(std::move(buckets)) {}
  Histogram With(const MetricLabels& labels = {}) const;

 private:
  prometheus::Family<prometheus::Histogram>* family_;
  std::vector<double> buckets_;
};

/// Upper bounds in seconds, 1 ms to 10 s: for calls and stores.
std::vector<double> LatencyBuckets();

/// The registry of a process, with the process_* metrics built in. A family asked for twice is the
/// same family. A malformed name, or one name with two types, aborts: it is a broken program.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  CounterFamily Counters(const std::string& name, const std::string& help) noexcept;
  GaugeFamily Gauges(const std::string& name, const std::string& help) noexcept;
  HistogramFamily Histograms(const std::string& name, const std::string& help,
                             std::vector<double> buckets = LatencyBuckets()) noexcept;

  /// relance_build_info{version, commit} = 1.
  void SetBuild(const std::string& version, const std::string& commit);

  /// `update` runs before every Render, to set gauges that are cheaper to ask for than to keep. It
  /// must not block and must stay callable until the returned token is gone.
  [[nodiscard]] std::shared_ptr<void> BeforeRender(std::function<void()> update);

  /// Text exposition format 0.0.4.
  std::string Render() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace relance
