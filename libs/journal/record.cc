#include "libs/journal/record.h"

#include <utility>

#include "relance/journal/v1/record.pb.h"

namespace relance::journal {
namespace {

constexpr uint32_t kFormat = 1;

v1::InputPosition ToProto(const InputPosition& position) {
  v1::InputPosition out;
  out.set_topic(position.topic);
  out.set_log_epoch(position.log_epoch);
  out.set_next_offset(position.next);
  out.set_last_input_digest(position.last_digest);
  if (position.followed) {
    out.mutable_followed()->set_sequence(position.followed->sequence);
    out.mutable_followed()->set_hash(ToBytes(position.followed->hash));
    out.mutable_followed()->set_offset(position.followed->offset);
  }
  return out;
}

InputPosition FromProto(const v1::InputPosition& position) {
  InputPosition out{position.topic(), position.log_epoch(), position.next_offset(),
                    position.last_input_digest(), std::nullopt};
  if (position.has_followed()) {
    out.followed =
        FollowedHead{position.followed().sequence(), DigestFromBytes(position.followed().hash()),
                     position.followed().offset()};
  }
  return out;
}

void SetCause(const Cause& cause, v1::Cause& out) {
  if (const auto* input = std::get_if<ConsumedInput>(&cause)) {
    out.mutable_input()->set_topic(input->topic);
    out.mutable_input()->set_partition(input->partition);
    out.mutable_input()->set_offset(input->offset);
  } else {
    const auto& wake_up = std::get<WakeUpCause>(cause);
    out.mutable_wake_up()->set_key(wake_up.key);
    out.mutable_wake_up()->set_stamp(wake_up.stamp);
  }
}

/// `out` is a message of an earlier entry, for its memory.
void EncodeEntry(const Entry& entry, std::string_view salt, v1::Entry& out, std::string& bytes) {
  out.Clear();
  out.set_salt(salt.data(), salt.size());
  out.set_key(entry.key);
  SetCause(entry.cause, *out.mutable_cause());
  for (const auto& fact : entry.facts) out.add_facts(fact);
  if (entry.outcome) {
    out.mutable_outcome()->set_command_id(ToBytes(entry.outcome->id));
    out.mutable_outcome()->set_content_hash(ToBytes(entry.outcome->content_hash));
    out.mutable_outcome()->set_accepted(entry.outcome->accepted);
    out.mutable_outcome()->set_reply(entry.outcome->reply);
  }
  out.SerializeToString(&bytes);
}

Result<Entry> ReadEntry(const std::string& bytes) {
  v1::Entry in;
  if (!in.ParseFromString(bytes)) return Corrupt("an entry cannot be read");
  Entry entry;
  entry.key = in.key();
  if (in.cause().has_input()) {
    const auto& input = in.cause().input();
    entry.cause = ConsumedInput{input.topic(), input.partition(), input.offset()};
  } else {
    entry.cause = WakeUpCause{in.cause().wake_up().key(), in.cause().wake_up().stamp()};
  }
  entry.facts.assign(in.facts().begin(), in.facts().end());
  if (in.has_outcome()) {
    const auto id = CommandIdFromBytes(in.outcome().command_id());
    if (!id) return Corrupt("an outcome names no command id");
    entry.outcome = RecordedOutcome{*id, DigestFromBytes(in.outcome().content_hash()),
                                    in.outcome().accepted(), in.outcome().reply()};
  }
  return entry;
}

Result<Header> ReadHeader(const v1::Header& in) {
  if (in.format() != kFormat) {
    return Corrupt("record format " + std::to_string(in.format()) + " is not known");
  }
  Header header{in.sequence(),
                DigestFromBytes(in.previous_hash()),
                FromMillis(in.recorded_at_ms()),
                Writer{in.writer().process_id(), in.writer().generation()},
                {}};
  for (const auto& position : in.positions()) header.positions.push_back(FromProto(position));
  return header;
}

}  // namespace

EncodedRecord EncodeRecord(const Header& header, const std::vector<Entry>& entries,
                           std::string_view salts) {
  v1::Record record;
  v1::Header out;
  out.set_format(kFormat);
  out.set_sequence(header.sequence);
  out.set_previous_hash(ToBytes(header.previous_hash));
  out.set_recorded_at_ms(ToMillis(header.recorded_at));
  out.mutable_writer()->set_process_id(header.writer.process_id);
  out.mutable_writer()->set_generation(header.writer.generation);
  for (const auto& position : header.positions) *out.add_positions() = ToProto(position);
  v1::Entry entry;
  for (size_t i = 0; i < entries.size(); ++i) {
    std::string& bytes = *record.add_entries();
    EncodeEntry(entries[i], salts.substr(i * kSaltBytes, kSaltBytes), entry, bytes);
    const Digest digest = Sha256(bytes);
    out.add_digests(digest.data(), digest.size());
  }
  out.SerializeToString(record.mutable_header());
  return {record.SerializeAsString(), Sha256(record.header())};
}

std::optional<Link> ReadLink(std::string_view bytes) {
  v1::Record record;
  v1::Header header;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  if (record.header().empty() || !header.ParseFromString(record.header())) return std::nullopt;
  return Link{header.sequence(), DigestFromBytes(header.previous_hash()), Sha256(record.header())};
}

Result<Record> ReadRecord(std::string_view bytes, bool archive) {
  v1::Record in;
  v1::Header in_header;
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      !in_header.ParseFromString(in.header())) {
    return Corrupt("a record cannot be read");
  }
  auto header = ReadHeader(in_header);
  if (!header) return Failure(header.error());
  Record record{std::move(*header), Sha256(in.header()), {}};
  if (in.entries_size() != in_header.digests_size()) {
    return Corrupt("a record has not as many entries as digests");
  }
  for (int i = 0; i < in.entries_size(); ++i) {
    if (archive && in.entries(i).empty()) {
      record.entries.emplace_back();
      continue;
    }
    if (ToBytes(Sha256(in.entries(i))) != in_header.digests(i)) {
      return Corrupt("entry " + std::to_string(i) + " of record " +
                     std::to_string(record.header.sequence) + " does not match its digest");
    }
    auto entry = ReadEntry(in.entries(i));
    if (!entry) return Failure(entry.error());
    record.entries.push_back(std::move(*entry));
  }
  return record;
}

Digest OriginHash(std::string_view installation, std::string_view topic, int partition) {
  std::string text = "relance journal 1";
  for (const std::string_view part : {installation, topic}) {
    text += '\n';
    text += part;
  }
  return Sha256(text + '\n' + std::to_string(partition));
}

std::string InputDigest(std::string_view bytes) {
  return ToBytes(Sha256(bytes)).substr(0, 8);
}

}  // namespace relance::journal
