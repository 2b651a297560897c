#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libs/base/command_id.h"
#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/digest/digest.h"

/// The record of a journal, between its bytes (relance.journal.v1) and values. See
/// docs/architecture.md, "Record".
namespace relance::journal {

struct Writer {
  std::string process_id;  ///< 16 bytes.
  uint64_t generation = 0;

  bool operator==(const Writer&) const = default;
};

/// Where the chain of a followed journal was read to.
struct FollowedHead {
  uint64_t sequence = 0;
  Digest hash{};
  int64_t offset = -1;

  bool operator==(const FollowedHead&) const = default;
};

struct InputPosition {
  std::string topic;
  uint32_t log_epoch = 1;
  int64_t next = 0;         ///< Offset of the first input that is not in the chain.
  std::string last_digest;  ///< First 8 bytes of the SHA-256 of input next - 1; empty for none.
  std::optional<FollowedHead> followed;

  bool operator==(const InputPosition&) const = default;
};

struct Header {
  uint64_t sequence = 0;
  Digest previous_hash{};
  Instant recorded_at{};
  Writer writer;
  std::vector<InputPosition> positions;
};

struct ConsumedInput {
  std::string topic;
  int partition = 0;
  int64_t offset = 0;

  bool operator==(const ConsumedInput&) const = default;
};
struct WakeUpCause {
  std::string key;
  uint64_t stamp = 0;

  bool operator==(const WakeUpCause&) const = default;
};
using Cause = std::variant<ConsumedInput, WakeUpCause>;

struct RecordedOutcome {
  CommandId id;
  Digest content_hash{};
  bool accepted = false;
  std::string reply;

  bool operator==(const RecordedOutcome&) const = default;
};

struct Entry {
  std::string key;
  Cause cause;
  std::vector<std::string> facts;
  std::optional<RecordedOutcome> outcome;

  bool operator==(const Entry&) const = default;
};

/// A record as read: its values and the hash that the next one must name.
struct Record {
  Header header;
  Digest hash{};  ///< SHA-256 of the header bytes as stored.
  std::vector<Entry> entries;
};

/// `salts` are kSaltBytes for each entry, one after another.
inline constexpr size_t kSaltBytes = 16;
struct EncodedRecord {
  std::string bytes;
  Digest hash{};
};
EncodedRecord EncodeRecord(const Header& header, const std::vector<Entry>& entries,
                           std::string_view salts);

/// Only the chain part: cheap, and enough to ignore a record. nullopt when it is no record at all.
struct Link {
  uint64_t sequence = 0;
  Digest previous_hash{};
  Digest hash{};
};
std::optional<Link> ReadLink(std::string_view bytes);

/// Header, entries and digests. kCorrupt when an entry does not match its digest (unless `archive`:
/// dropped entries are empty bytes and yield empty entries), when their numbers differ, when the
/// format is not 1, or when bytes cannot be read.
Result<Record> ReadRecord(std::string_view bytes, bool archive = false);

/// What the first record of a partition's journal names as its predecessor.
Digest OriginHash(std::string_view installation, std::string_view topic, int partition);

/// The 8 bytes by which an input is recognised again.
std::string InputDigest(std::string_view bytes);

}  // namespace relance::journal
