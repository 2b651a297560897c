#pragma once

#include <memory>
#include <optional>
#include <string>

#include "libs/kafka/producer.h"

namespace relance::kafka {

/// Sends documents as an ERP connector would: keyed, with headers, partitioned as Java clients do
/// (murmur2). `producer` is idempotent.
class EventProducer {
 public:
  explicit EventProducer(Producer& producer);

  /// Waits while the queue is full, at most `patience`; what fails later is told by Finish.
  Result<void> Send(const std::string& topic, std::optional<std::string> key, std::string value,
                    Headers headers, Millis patience = Millis{10'000});
  /// Waits for all; the first failure since the last Finish.
  Result<void> Finish(Millis timeout);

 private:
  struct Outcome;
  Producer& producer_;
  std::shared_ptr<Outcome> outcome_;
};

}  // namespace relance::kafka
