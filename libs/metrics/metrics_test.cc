#include "libs/metrics/metrics.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

namespace relance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(MetricsTest, ACounterShowsWithItsHelpTypeAndLabels) {
  Metrics metrics;
  const auto parked = metrics.Counters("relance_parked_total", "Inputs parked");
  const Counter conflicts = parked.With({{"topic", "t"}, {"reason", "conflict"}});
  conflicts.Add();
  conflicts.Add(2);
  const std::string text = metrics.Render();
  EXPECT_THAT(text, HasSubstr("# HELP relance_parked_total Inputs parked\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE relance_parked_total counter\n"));
  EXPECT_THAT(text, HasSubstr("relance_parked_total{reason=\"conflict\",topic=\"t\"} 3\n"));
}

TEST(MetricsTest, ACounterNeverGoesBack) {
  Metrics metrics;
  const Counter counter = metrics.Counters("relance_things_total", "Things").With();
  counter.Add(5);
  counter.Add(-3);
  EXPECT_EQ(counter.Value(), 5);
}

TEST(MetricsTest, AHistogramCountsDurationsInSeconds) {
  Metrics metrics;
  const Histogram append =
      metrics.Histograms("relance_journal_append_seconds", "Appends", {0.01, 0.1}).With();
  append.Observe(5ms);
  append.Observe(50ms);
  append.Observe(2s);
  const std::string text = metrics.Render();
  EXPECT_THAT(text, HasSubstr("relance_journal_append_seconds_bucket{le=\"0.01\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("relance_journal_append_seconds_bucket{le=\"0.1\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("relance_journal_append_seconds_bucket{le=\"+Inf\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("relance_journal_append_seconds_sum 2.055"));
}

TEST(MetricsTest, AFamilyAskedForTwiceIsOne) {
  Metrics metrics;
  metrics.Counters("relance_a_total", "A").With({{"k", "v"}}).Add();
  metrics.Counters("relance_a_total", "A").With({{"k", "v"}}).Add();
  EXPECT_THAT(metrics.Render(), HasSubstr("relance_a_total{k=\"v\"} 2\n"));
}

TEST(MetricsTest, AGaugeOfAPartitionThatWasLostIsNoLongerShown) {
  Metrics metrics;
  const GaugeFamily lag = metrics.Gauges("relance_view_lag_records", "Lag");
  const Gauge lost = lag.With({{"partition", "1"}});
  lost.Set(3);
  lag.With({{"partition", "2"}}).Set(4);
  lag.Remove(lost);
  const std::string text = metrics.Render();
  EXPECT_THAT(text, Not(HasSubstr("partition=\"1\"")));
  EXPECT_THAT(text, HasSubstr("relance_view_lag_records{partition=\"2\"} 4\n"));
}

TEST(MetricsTest, LabelValuesAreEscaped) {
  Metrics metrics;
  metrics.Gauges("relance_g", "G").With({{"k", "a\"b\\c\nd"}}).Set(1);
  EXPECT_THAT(metrics.Render(), HasSubstr("relance_g{k=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

TEST(MetricsTest, WhatIsAskedForAtTheScrapeIsFreshUntilItsTokenIsGone) {
  Metrics metrics;
  const Gauge due = metrics.Gauges("relance_scheduler_due_actions", "Due").With();
  int asked = 0;
  auto token = metrics.BeforeRender([&] { due.Set(++asked); });
  EXPECT_THAT(metrics.Render(), HasSubstr("relance_scheduler_due_actions 1\n"));
  EXPECT_THAT(metrics.Render(), HasSubstr("relance_scheduler_due_actions 2\n"));
  token.reset();
  EXPECT_THAT(metrics.Render(), HasSubstr("relance_scheduler_due_actions 2\n"));
}

TEST(MetricsTest, AScrapeSaysWhichBuildRuns) {
  Metrics metrics;
  metrics.SetBuild("0.1.0", "a1b2c3d");
  EXPECT_THAT(metrics.Render(),
              HasSubstr("relance_build_info{commit=\"a1b2c3d\",version=\"0.1.0\"} 1\n"));
}

TEST(MetricsTest, ThreadsCountTogetherWithoutLosingAny) {
  Metrics metrics;
  const Counter counter = metrics.Counters("relance_n_total", "N").With();
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) counter.Add();
    });
  }
  threads.clear();
  EXPECT_EQ(counter.Value(), 4000);
}

TEST(MetricsDeathTest, AMalformedNameIsABrokenProgram) {
  Metrics metrics;
  EXPECT_DEATH(metrics.Counters("no spaces", "N"), "");
}

}  // namespace
}  // namespace relance
