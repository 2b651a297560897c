#include "libs/kafka/parked_log.h"

namespace relance::kafka {

KafkaParkedLog::KafkaParkedLog(Producer& producer, const std::string& service, int partition)
    : producer_(producer),
      parked_topic_("relance." + service + ".parked.v1"),
      partition_(partition) {}

Result<void> KafkaParkedLog::Park(const std::string& topic, int64_t offset,
                                  const std::string& bytes, const std::string& reason,
                                  const std::string& field) {
  OutgoingRecord record;
  record.topic = parked_topic_;
  record.partition = partition_;
  record.key = topic + "/" + std::to_string(partition_) + "/" + std::to_string(offset);
  record.value = bytes;
  record.headers = {{"reason", reason},
                    {"topic", topic},
                    {"partition", std::to_string(partition_)},
                    {"offset", std::to_string(offset)},
                    {"field", field}};
  auto parked = producer_.SendAndWait(record);
  if (!parked) return Failure(parked.error());
  return {};
}

}  // namespace relance::kafka
