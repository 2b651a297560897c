#include "libs/kafka/command_writer.h"

namespace relance::kafka {
namespace {

OutgoingRecord Record(const std::string& topic, int partition, std::string bytes) {
  OutgoingRecord record;
  record.topic = topic;
  record.partition = partition;
  record.value = std::move(bytes);
  return record;
}

}  // namespace

Result<int64_t> CommandWriter::Write(const std::string& topic, int partition, std::string bytes) {
  return producer_.SendAndWait(Record(topic, partition, std::move(bytes)));
}

Result<void> CommandWriter::Write(const std::string& topic, int partition, std::string bytes,
                                  Producer::Done done) {
  return producer_.Send(Record(topic, partition, std::move(bytes)), std::move(done));
}

}  // namespace relance::kafka
