#pragma once

#include <functional>
#include <ostream>
#include <vector>

#include "libs/base/result.h"
#include "libs/journal/log.h"
#include "libs/journal/record.h"
#include "tools/relance/journal/archive.h"

namespace relance::cli {

/// Reads one partition of a topic: what the export needs of Kafka.
struct PartitionSource {
  std::function<Result<journal::Extent>(int partition)> bounds;
  /// Records from `from` on, at least one unless it is the end.
  std::function<Result<std::vector<journal::LogRecord>>(int partition, int64_t from)> read;
};

/// Accepted records of one partition, in order, up to the end it has now. The number of those that
/// were ignored; kCorrupt when the journal contradicts itself, or its beginning is gone.
using OnAccepted =
    std::function<void(int64_t offset, const std::string& bytes, const journal::Record& record)>;
Result<uint64_t> ReadAccepted(const PartitionSource& source, const ArchiveOpening& opening,
                              int partition, const OnAccepted& on_accepted,
                              const std::function<void(const std::string&)>& progress,
                              ArchiveHead* head = nullptr);

struct ExportSummary {
  uint64_t accepted = 0;
  uint64_t ignored = 0;  ///< Late, repeated and losing records: normal, and not in the export.
  ArchiveHeads heads;
};

/// Writes the accepted records of `partitions`, each up to the end it has when its turn comes.
/// kCorrupt when a partition's journal contradicts itself, or its beginning is gone.
Result<ExportSummary> ExportJournal(const PartitionSource& source, const ArchiveOpening& opening,
                                    const std::vector<int>& partitions, std::ostream& out,
                                    const std::function<void(const std::string&)>& progress);

}  // namespace relance::cli
