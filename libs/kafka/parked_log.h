#pragma once

#include <string>

#include "libs/journal/log.h"
#include "libs/kafka/producer.h"

namespace relance::kafka {

/// The topic relance.<service>.parked.v1, written by the owner of `partition`. The key is
/// "topic/partition/offset" of the input; headers: reason, topic, partition, offset, field.
class KafkaParkedLog : public journal::ParkedLog {
 public:
  KafkaParkedLog(Producer& producer, const std::string& service, int partition);

  Result<void> Park(const std::string& topic, int64_t offset, const std::string& bytes,
                    const std::string& reason, const std::string& field) override;

 private:
  Producer& producer_;
  std::string parked_topic_;
  int partition_;
};

}  // namespace relance::kafka
