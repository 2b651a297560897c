#include "libs/kafka/event_producer.h"

#include <chrono>
#include <mutex>
#include <thread>

namespace relance::kafka {

struct EventProducer::Outcome {
  std::mutex mutex;
  std::optional<Error> first_failure;
};

EventProducer::EventProducer(Producer& producer)
    : producer_(producer), outcome_(std::make_shared<Outcome>()) {}

Result<void> EventProducer::Send(const std::string& topic, std::optional<std::string> key,
                                 std::string value, Headers headers, Millis patience) {
  const OutgoingRecord record{topic, std::nullopt, std::move(key), std::move(value),
                              std::move(headers)};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    auto sent = producer_.Send(record, [outcome = outcome_](const Delivery& delivery) {
      if (delivery) return;
      std::lock_guard lock(outcome->mutex);
      if (!outcome->first_failure) outcome->first_failure = delivery.error();
    });
    if (sent || sent.error().code != ErrorCode::kUnavailable) return sent;
    if (std::chrono::steady_clock::now() >= deadline) return sent;
    std::this_thread::sleep_for(Millis{2});  // The queue is full: its records leave one by one.
  }
}

Result<void> EventProducer::Finish(Millis timeout) {
  if (auto flushed = producer_.Flush(timeout); !flushed) return flushed;
  std::lock_guard lock(outcome_->mutex);
  if (!outcome_->first_failure) return {};
  return Failure(*std::exchange(outcome_->first_failure, std::nullopt));
}

}  // namespace relance::kafka
