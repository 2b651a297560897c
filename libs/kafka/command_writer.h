#pragma once

#include <cstdint>
#include <string>

#include "libs/kafka/producer.h"

namespace relance::kafka {

/// Writes to command and bulk topics, for fronts and intake. `producer` is idempotent.
class CommandWriter {
 public:
  explicit CommandWriter(Producer& producer) : producer_(producer) {}

  /// Waits for the broker. The offset is a hint (ProducerOptions::idempotent). kUnavailable: the
  /// queue is full or it may or may not have arrived; repeat with the same command id.
  Result<int64_t> Write(const std::string& topic, int partition, std::string bytes);
  /// Does not wait; see Producer::Send for when `done` runs.
  Result<void> Write(const std::string& topic, int partition, std::string bytes,
                     Producer::Done done);

 private:
  Producer& producer_;
};

}  // namespace relance::kafka
