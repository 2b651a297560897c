#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "libs/kafka/input_logs.h"
#include "libs/kafka/journal_log.h"
#include "libs/kafka/producer.h"
#include "libs/kafka/reader.h"
#include "tests/kafka/cluster.h"

namespace relance::kafka::testing {

constexpr Millis kSoon{15'000};

template <class T>
T Value(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << result.error().message;
    std::abort();
  }
  return std::move(*result);
}

/// Polls `condition` until it holds; false when it never did.
inline bool Eventually(const std::function<bool()>& condition, Millis within = kSoon) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(Millis{5});
  }
  return true;
}

inline std::unique_ptr<Producer> NewProducer(ProducerOptions options) {
  return Value(Producer::Create(TheCluster().Client(), options));
}

inline std::unique_ptr<Reader> NewReader(ReaderOptions options = {}) {
  return Value(Reader::Create(TheCluster().Client(), options));
}

inline std::unique_ptr<InputReader> NewInputReader() {
  InputReaderOptions options;
  options.fetch_wait = Millis{FetchWaitMs()};
  return Value(InputReader::Create(TheCluster().Client(), options));
}

/// Appends and waits for the report of this very append.
inline journal::AppendReport AppendAndAwait(KafkaJournalLog& log, uint64_t tag, std::string bytes) {
  log.Append(tag, std::move(bytes));
  auto report = log.AwaitReport(kSoon);
  if (!report) {
    ADD_FAILURE() << "no report of append " << tag;
    return {};
  }
  EXPECT_EQ(report->tag, tag);
  return *report;
}

/// Everything from `from` to the end.
inline std::vector<journal::LogRecord> ReadAll(KafkaJournalLog& log, int64_t from = 0) {
  std::vector<journal::LogRecord> all;
  while (true) {
    auto batch = Value(log.Read(from + static_cast<int64_t>(all.size())));
    if (batch.empty()) return all;
    all.insert(all.end(), batch.begin(), batch.end());
  }
}

/// What arrives on one input until `count` records are there.
inline std::vector<journal::LogRecord> TakeInputs(KafkaInputLogs& inputs, size_t input,
                                                  size_t count) {
  std::vector<journal::LogRecord> all;
  Eventually([&] {
    inputs.Wait(Millis{200});
    auto batch = Value(inputs.Poll(input, count - all.size()));
    all.insert(all.end(), batch.begin(), batch.end());
    return all.size() >= count;
  });
  return all;
}

}  // namespace relance::kafka::testing
