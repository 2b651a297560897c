#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "libs/journal/record.h"
#include "relance/journal/v1/record.pb.h"
#include "tools/relance/journal/archive.h"

/// For tests: a small journal of one partition, as an export that can be damaged.
namespace relance::cli {

struct TestExport {
  ArchiveOpening opening{"b1", "relance.ledger.journal.v1", 4, ""};
  std::vector<ArchiveRecord> records;
  ArchiveHeads heads;

  /// As records of the topic.
  std::vector<std::string> Stored() const {
    std::vector<std::string> all;
    for (const auto& record : records) {
      journal::v1::Record stored;
      stored.set_header(record.header);
      for (const auto& entry : record.entries) stored.add_entries(entry);
      all.push_back(stored.SerializeAsString());
    }
    return all;
  }

  std::string Text() const {
    std::string text = ToLine(opening) + "\n";
    for (const auto& record : records) text += ToLine(record) + "\n";
    return text + ToLine(heads) + "\n";
  }
};

/// `count` records; each has one entry of account FR01/D42 and one of another debtor.
inline TestExport MakeExport(int count, int partition = 2) {
  TestExport out;
  Digest previous = journal::OriginHash(out.opening.installation, out.opening.topic, partition);
  for (int i = 1; i <= count; ++i) {
    journal::Header header;
    header.sequence = static_cast<uint64_t>(i);
    header.previous_hash = previous;
    header.recorded_at = FromMillis(1'790'000'000'000 + i);
    header.writer = {std::string(16, 'w'), 7};
    header.positions.push_back({"relance.ledger.commands.v1", 0, i, std::string(8, 'd'), {}});
    const auto offset = static_cast<int64_t>(i);
    const std::vector<journal::Entry> entries = {
        {"account/FR01/D42",
         journal::ConsumedInput{"relance.ledger.commands.v1", 2, offset},
         {"fact " + std::to_string(i)},
         {}},
        {"account/FR01/D421",
         journal::ConsumedInput{"relance.ledger.commands.v1", 2, offset},
         {"secret of another"},
         {}}};
    const auto encoded =
        journal::EncodeRecord(header, entries, std::string(16, 's') + std::string(16, 't'));
    journal::v1::Record stored;
    stored.ParseFromString(encoded.bytes);
    out.records.push_back(
        {partition, i - 1, stored.header(), {stored.entries().begin(), stored.entries().end()}});
    previous = encoded.hash;
  }
  out.heads = {{partition, static_cast<uint64_t>(count), ToBytes(previous)}};
  return out;
}

}  // namespace relance::cli
