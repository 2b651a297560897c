#include "services/ledger/adapters/parked_events.h"

#include "libs/base/archive.h"
#include "libs/digest/digest.h"
#include "libs/seal/sealer.h"
#include "services/ledger/adapters/keys.h"

namespace relance::ledger {
namespace {

const std::string kTopic = "relance.ledger.parked.v1";
constexpr std::string_view kContext = "relance parked event 1";
constexpr std::string_view kReplayedContext = "relance replayed event 1";

}  // namespace

std::string IdOf(const ParkedEvent& event) {
  return InputId(event.topic, event.partition, event.offset);
}

std::string SealEvent(const ParkedEvent& event, const seal::Key& key) {
  return seal::SealBytes(Encode(event), kContext, key);
}

Result<ParkedEvent> OpenEvent(const std::string& sealed, const seal::Key& key) {
  const auto plain = seal::OpenBytes(sealed, kContext, key);
  if (!plain) return Failure(plain.error());
  return Decode<ParkedEvent>(*plain);
}

std::string SealReplayed(const ReplayedEvent& event, const seal::Key& key) {
  return seal::SealBytes(Encode(event), kReplayedContext, key);
}

Result<ReplayedEvent> OpenReplayed(const std::string& sealed, const seal::Key& key) {
  const auto plain = seal::OpenBytes(sealed, kReplayedContext, key);
  if (!plain) return Failure(plain.error());
  return Decode<ReplayedEvent>(*plain);
}

Result<void> KafkaParkedEvents::Send(const std::string& id, std::string sealed,
                                     kafka::Headers headers) {
  const auto partition = static_cast<int>(Xxh64(id) % static_cast<uint64_t>(partitions_));
  const auto sent =
      producer_.SendAndWait({kTopic, partition, id, std::move(sealed), std::move(headers)});
  if (!sent) return Failure(sent.error());
  return {};
}

Result<void> KafkaParkedEvents::Park(const ParkedEvent& event) {
  return Send(IdOf(event), SealEvent(event, key_),
              {{"reason", event.reason},
               {"topic", event.topic},
               {"partition", std::to_string(event.partition)},
               {"offset", std::to_string(event.offset)},
               {"field", event.field}});
}

Result<void> KafkaParkedEvents::Replayed(const ReplayedEvent& event) {
  return Send(event.id, SealReplayed(event, key_), {{"reason", "replayed"}});
}

void KafkaParkedArchive::Take(const journal::LogRecord& record, int partition) {
  if (auto event = OpenEvent(record.bytes, key_)) {
    event->headers.clear();
    event->value.reset();
    const std::string id = IdOf(*event);
    places_[id] = {*std::move(event), partition, record.offset};
  } else if (const auto replayed = OpenReplayed(record.bytes, key_)) {
    replayed_[replayed->id] = replayed->at;
  }
}

Result<void> KafkaParkedArchive::ReadOn(int partition) {
  int64_t& next = next_[static_cast<size_t>(partition)];
  const auto bounds = reader_.Bounds(kTopic, partition);
  if (!bounds) return Failure(bounds.error());
  // What was deleted by age since the last look is no longer to be replayed.
  if (next < bounds->begin) next = bounds->begin;
  while (next < bounds->end) {
    const auto records = reader_.Read(kTopic, partition, next);
    if (!records) return Failure(records.error());
    if (records->empty()) break;
    for (const auto& record : *records) {
      next = record.offset + 1;
      Take(record, partition);
    }
  }
  return {};
}

Result<void> KafkaParkedArchive::ReadOn() {
  for (int partition = 0; partition < static_cast<int>(next_.size()); ++partition) {
    if (auto read = ReadOn(partition); !read) return read;
  }
  return {};
}

Result<std::vector<ParkedEvent>> KafkaParkedArchive::List(const std::string& entity,
                                                          const std::string& after, size_t limit) {
  const std::lock_guard lock(mutex_);
  if (auto read = ReadOn(); !read) return Failure(read.error());
  std::vector<ParkedEvent> events;
  for (auto at = places_.upper_bound(after); at != places_.end() && events.size() < limit; ++at) {
    const ParkedEvent& event = at->second.event;
    const bool asked = entity.empty() || event.entity == entity;
    if (asked && !replayed_.contains(at->first)) events.push_back(event);
  }
  return events;
}

Result<ParkedEvent> KafkaParkedArchive::Find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (auto read = ReadOn(); !read) return Failure(read.error());
  const auto place = places_.find(id);
  if (place == places_.end()) return NotFound("no event " + id + " is parked");
  const auto record = reader_.ReadAt(kTopic, place->second.partition, place->second.offset);
  if (!record) return Failure(record.error());
  return OpenEvent(record->bytes, key_);
}

Result<ReplayTimes> KafkaParkedArchive::ReplayedAt(const std::vector<std::string>& ids) {
  const std::lock_guard lock(mutex_);
  if (auto read = ReadOn(); !read) return Failure(read.error());
  ReplayTimes times;
  for (const std::string& id : ids) {
    const auto found = replayed_.find(id);
    times.push_back(found == replayed_.end() ? std::nullopt : std::optional(found->second));
  }
  return times;
}

}  // namespace relance::ledger
