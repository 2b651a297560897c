#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/journal/log.h"
#include "libs/kafka/producer.h"
#include "libs/kafka/reader.h"

namespace relance::kafka {

/// One owned partition of a journal topic. `producer` must have JournalProducerOptions and serves
/// all partitions of the service. A report that comes after this log is gone is dropped.
class KafkaJournalLog : public journal::JournalLog {
 public:
  KafkaJournalLog(Reader& reader, Producer& producer, std::string topic, int partition);
  ~KafkaJournalLog() override;

  Result<journal::Extent> Bounds() override;
  Result<std::vector<journal::LogRecord>> Read(int64_t from) override;
  void Append(uint64_t tag, std::string bytes) override;
  std::optional<journal::AppendReport> AwaitReport(Millis timeout) override;

 private:
  struct Reports;
  Reader& reader_;
  Producer& producer_;
  std::string topic_;
  int partition_;
  std::shared_ptr<Reports> reports_;
};

}  // namespace relance::kafka
