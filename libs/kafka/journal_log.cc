#include "libs/kafka/journal_log.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace relance::kafka {

struct KafkaJournalLog::Reports {
  std::mutex mutex;
  std::condition_variable came;
  std::deque<journal::AppendReport> waiting;

  void Add(uint64_t tag, const Delivery& delivery) {
    journal::AppendReport report;
    report.tag = tag;
    if (delivery && *delivery >= 0) report.offset = *delivery;
    report.undeliverable = !delivery && delivery.error().code == ErrorCode::kInvalid;
    std::lock_guard lock(mutex);
    waiting.push_back(report);
    came.notify_one();
  }
};

KafkaJournalLog::KafkaJournalLog(Reader& reader, Producer& producer, std::string topic,
                                 int partition)
    : reader_(reader),
      producer_(producer),
      topic_(std::move(topic)),
      partition_(partition),
      reports_(std::make_shared<Reports>()) {}

KafkaJournalLog::~KafkaJournalLog() = default;

Result<journal::Extent> KafkaJournalLog::Bounds() {
  return reader_.Bounds(topic_, partition_);
}

Result<std::vector<journal::LogRecord>> KafkaJournalLog::Read(int64_t from) {
  return reader_.Read(topic_, partition_, from);
}

void KafkaJournalLog::Append(uint64_t tag, std::string bytes) {
  OutgoingRecord record;
  record.topic = topic_;
  record.partition = partition_;
  record.value = std::move(bytes);
  std::weak_ptr<Reports> box = reports_;
  auto sent = producer_.Send(record, [box, tag](const Delivery& delivery) {
    if (auto reports = box.lock()) reports->Add(tag, delivery);
  });
  if (!sent) reports_->Add(tag, Failure(sent.error()));
}

std::optional<journal::AppendReport> KafkaJournalLog::AwaitReport(Millis timeout) {
  std::unique_lock lock(reports_->mutex);
  if (!reports_->came.wait_for(lock, timeout, [this] { return !reports_->waiting.empty(); })) {
    return std::nullopt;
  }
  auto report = reports_->waiting.front();
  reports_->waiting.pop_front();
  return report;
}

}  // namespace relance::kafka
