#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"

/// The log port of the journal: what an owner of one partition needs from Kafka. All offsets are of
/// that partition. Calls block at most for the bound their implementation was given; kUnavailable
/// means "later", kCorrupt "what was promised to be there is not".
namespace relance::journal {

struct LogRecord {
  int64_t offset = 0;
  std::string bytes;
};

/// Offsets [begin, end): begin is the first one kept, end the one the next record will get.
struct Extent {
  int64_t begin = 0;
  int64_t end = 0;
};

/// What became of an append. Without an offset its fate is unknown or it failed for good.
struct AppendReport {
  uint64_t tag = 0;               ///< The tag the append was started with.
  std::optional<int64_t> offset;  ///< Where the broker says the record lies.
  bool undeliverable = false;     ///< The broker will never take these bytes (too large).
};

/// The journal's own topic: read at random, appended one record at a time.
class JournalLog {
 public:
  virtual ~JournalLog() = default;

  virtual Result<Extent> Bounds() = 0;
  /// Records in offset order from `from` on: at least one when from < end, at most what fits one
  /// fetch; none when from >= end.
  virtual Result<std::vector<LogRecord>> Read(int64_t from) = 0;
  /// Starts an append; its report may come late, or never. On any thread, one append at a time.
  virtual void Append(uint64_t tag, std::string bytes) = 0;
  /// The next report, or none within `timeout`.
  virtual std::optional<AppendReport> AwaitReport(Millis timeout) = 0;
};

/// The input topics of one owner, numbered as its configuration lists them.
class InputLogs {
 public:
  virtual ~InputLogs() = default;

  virtual Result<Extent> Bounds(size_t input) = 0;
  /// The one record at `offset`; kNotFound when it is not (or no longer) there.
  virtual Result<LogRecord> ReadAt(size_t input, int64_t offset) = 0;
  /// The next Poll of `input` starts at offset `next`.
  virtual Result<void> Seek(size_t input, int64_t next) = 0;
  /// What has arrived since, in order, at most `limit`; empty when nothing has yet.
  virtual Result<std::vector<LogRecord>> Poll(size_t input, size_t limit) = 0;
  /// Blocks until something may have arrived on any input, at most `timeout`.
  virtual void Wait(Millis timeout) = 0;
};

/// Where inputs go that cannot be decided. Repeats of one {topic, partition, offset} are harmless.
class ParkedLog {
 public:
  virtual ~ParkedLog() = default;

  /// Returns once the broker has it.
  virtual Result<void> Park(const std::string& topic, int64_t offset, const std::string& bytes,
                            const std::string& reason, const std::string& field) = 0;
};

}  // namespace relance::journal
