#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/result.h"

/// A journal as a file: lines of JSON, one a record, that anybody can check without the suite.
///
///     {"format":"relance journal export 1","installation":...,"topic":...,"partitions":4}
///     {"partition":0,"offset":0,"header":"base64url","entries":["base64url", ...]}
///     {"heads":[{"partition":0,"sequence":17,"hash":"hexadecimal"}]}
namespace relance::cli {

struct ArchiveOpening {
  std::string installation;
  std::string topic;
  int partitions = 0;
  std::string account;  ///< A dossier of "FR01/D42": entries of others are empty.

  bool operator==(const ArchiveOpening&) const = default;
};

struct ArchiveRecord {
  int partition = 0;
  int64_t offset = 0;
  std::string header;  ///< The bytes as stored.
  std::vector<std::string> entries;

  bool operator==(const ArchiveRecord&) const = default;
};

struct ArchiveHead {
  int partition = 0;
  uint64_t sequence = 0;
  std::string hash;  ///< 32 bytes.

  bool operator==(const ArchiveHead&) const = default;
};

using ArchiveHeads = std::vector<ArchiveHead>;
using ArchiveLine = std::variant<ArchiveOpening, ArchiveRecord, ArchiveHeads>;

std::string ToLine(const ArchiveOpening& opening);
std::string ToLine(const ArchiveRecord& record);
std::string ToLine(const ArchiveHeads& heads);

/// kCorrupt for a line that is none of the three.
Result<ArchiveLine> ParseArchiveLine(const std::string& line);

}  // namespace relance::cli
