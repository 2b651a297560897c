// The log of cases, in the words of stories: case_log EXPORT, with the export of a scenario's
// journal, and a line "ENTITY ACCOUNT ZONE" for each case on the standard input.

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "relance/journal/v1/record.pb.h"
#include "tests/sim/suite/story_log.h"
#include "tools/relance/journal/archive.h"

namespace {

using relance::journal::Entry;
using relance::journal::Record;

/// What a log needs of a record; the journal was verified when it was exported.
Record RecordOf(const relance::cli::ArchiveRecord& archived) {
  Record record;
  relance::journal::v1::Header header;
  if (!header.ParseFromString(archived.header)) return record;
  record.header.recorded_at = relance::FromMillis(header.recorded_at_ms());
  for (const auto& bytes : archived.entries) {
    relance::journal::v1::Entry entry;
    if (!entry.ParseFromString(bytes)) continue;
    Entry& out = record.entries.emplace_back();
    out.key = entry.key();
    out.facts.assign(entry.facts().begin(), entry.facts().end());
  }
  return record;
}

std::vector<Record> RecordsIn(std::istream& file) {
  std::vector<Record> records;
  for (std::string line; std::getline(file, line);) {
    const auto parsed = relance::cli::ParseArchiveLine(line);
    if (!parsed) continue;
    const auto* record = std::get_if<relance::cli::ArchiveRecord>(&*parsed);
    if (record != nullptr) records.push_back(RecordOf(*record));
  }
  return records;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "case_log EXPORT: one export of the scenario's journal\n");
    return 64;
  }
  std::ifstream file(argv[1]);
  const std::vector<Record> records = RecordsIn(file);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string zone_name;
    relance::sim::StoryNames names;
    words >> names.account.entity >> names.account.account >> zone_name;
    const auto zone = relance::Zone::Find(zone_name);
    if (!zone) {
      fmt::print(stderr, "{}: {}\n", zone_name, zone.error().message);
      return 65;
    }
    names.zone = *zone;
    fmt::print("== {}\n", relance::ToString(names.account));
    for (const auto& written : relance::sim::LogOf(records, names)) fmt::print("{}\n", written);
  }
  return 0;
}
