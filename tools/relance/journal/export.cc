#include "tools/relance/journal/export.h"

#include "libs/journal/acceptor.h"
#include "relance/journal/v1/record.pb.h"

namespace relance::cli {
namespace {

using journal::Acceptor;

Result<void> ExportPartition(const PartitionSource& source, const ArchiveOpening& opening,
                             int partition, std::ostream& out, ExportSummary& summary,
                             const std::function<void(const std::string&)>& progress) {
  ArchiveHead head;
  const auto write = [&](int64_t offset, const std::string& bytes, const journal::Record&) {
    journal::v1::Record stored;
    stored.ParseFromString(bytes);
    out << ToLine(ArchiveRecord{partition,
                                offset,
                                stored.header(),
                                {stored.entries().begin(), stored.entries().end()}})
        << "\n";
    ++summary.accepted;
  };
  const auto ignored = ReadAccepted(source, opening, partition, write, progress, &head);
  if (!ignored) return Failure(ignored.error());
  summary.ignored += *ignored;
  summary.heads.push_back(head);
  return {};
}

}  // namespace

Result<uint64_t> ReadAccepted(const PartitionSource& source, const ArchiveOpening& opening,
                              int partition, const OnAccepted& on_accepted,
                              const std::function<void(const std::string&)>& progress,
                              ArchiveHead* head) {
  const std::string name = opening.topic + " [" + std::to_string(partition) + "]";
  const auto bounds = source.bounds(partition);
  if (!bounds) return Failure(bounds.error());
  if (bounds->begin != 0) {
    return Corrupt(name + " begins at offset " + std::to_string(bounds->begin) +
                   ": what was before is gone");
  }
  Acceptor acceptor({0, journal::OriginHash(opening.installation, opening.topic, partition), -1});
  uint64_t ignored = 0;
  for (int64_t next = 0; next < bounds->end;) {
    const auto records = source.read(partition, next);
    if (!records) return Failure(records.error());
    if (records->empty()) return Unavailable(name + " gave no records");
    for (const auto& record : *records) {
      next = record.offset + 1;
      if (record.offset >= bounds->end) break;
      const auto offered = acceptor.Offer(record.offset, record.bytes);
      if (offered.verdict == Acceptor::Verdict::kBroken) {
        return Corrupt(name + " is broken: " + offered.reason);
      }
      if (offered.verdict == Acceptor::Verdict::kIgnored) {
        ++ignored;
      } else {
        on_accepted(record.offset, record.bytes, offered.record);
      }
    }
    progress(name + ": " + std::to_string(next) + " of " + std::to_string(bounds->end));
  }
  if (head != nullptr) {
    *head = {partition, acceptor.head().sequence, ToBytes(acceptor.head().hash)};
  }
  return ignored;
}

Result<ExportSummary> ExportJournal(const PartitionSource& source, const ArchiveOpening& opening,
                                    const std::vector<int>& partitions, std::ostream& out,
                                    const std::function<void(const std::string&)>& progress) {
  out << ToLine(opening) << "\n";
  ExportSummary summary;
  for (const int partition : partitions) {
    const auto done = ExportPartition(source, opening, partition, out, summary, progress);
    if (!done) return Failure(done.error());
  }
  out << ToLine(summary.heads) << "\n";
  out.flush();
  if (!out) return Unavailable("the export could not be written");
  return summary;
}

}  // namespace relance::cli
