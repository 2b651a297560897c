#include "tools/relance/journal/dossier.h"

#include <set>

#include "relance/journal/v1/record.pb.h"
#include "tools/relance/journal/archive.h"

namespace relance::cli {
namespace {

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '/' ? "%2F" : c == '%' ? "%25" : std::string(1, c);
  return out;
}

bool IsEntryOf(const std::string& bytes, const AccountId& account) {
  journal::v1::Entry entry;
  return entry.ParseFromString(bytes) && IsKeyOf(entry.key(), account);
}

/// Calls `take` with every line after the first.
template <class Take>
Result<void> EachLine(std::istream& in, const Take& take) {
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    auto parsed = ParseArchiveLine(line);
    if (!parsed) return Corrupt("line " + std::to_string(number) + " " + parsed.error().message);
    take(*parsed);
  }
  return {};
}

Result<std::set<int>> PartitionsOf(std::istream& in, const AccountId& account) {
  std::set<int> partitions;
  const auto read = EachLine(in, [&](const ArchiveLine& line) {
    const auto* record = std::get_if<ArchiveRecord>(&line);
    if (record == nullptr || partitions.contains(record->partition)) return;
    for (const auto& entry : record->entries) {
      if (IsEntryOf(entry, account)) partitions.insert(record->partition);
    }
  });
  if (!read) return Failure(read.error());
  if (partitions.empty())
    return NotFound("no entry of " + ToString(account) + " is in this export");
  return partitions;
}

}  // namespace

bool IsKeyOf(std::string_view key, const AccountId& account) {
  const size_t kind = key.find('/');
  if (kind == std::string_view::npos) return false;
  const auto rest = key.substr(kind + 1);
  for (const auto& number : {account.account, Escaped(account.account)}) {
    const std::string path = account.entity + "/" + number;
    if (rest.starts_with(path) && (rest.size() == path.size() || rest[path.size()] == '/')) {
      return true;
    }
  }
  return false;
}

Result<Dossier> CutDossier(std::istream& in, const AccountId& account, std::ostream& out) {
  const auto partitions = PartitionsOf(in, account);
  if (!partitions) return Failure(partitions.error());
  in.clear();
  in.seekg(0);
  Dossier dossier;
  const auto read = EachLine(in, [&](ArchiveLine& line) {
    if (auto* opening = std::get_if<ArchiveOpening>(&line)) {
      opening->account = ToString(account);
      out << ToLine(*opening) << "\n";
    } else if (auto* record = std::get_if<ArchiveRecord>(&line)) {
      if (!partitions->contains(record->partition)) return;
      for (auto& entry : record->entries) {
        if (IsEntryOf(entry, account)) {
          ++dossier.entries;
        } else {
          entry.clear();
        }
      }
      ++dossier.records;
      out << ToLine(*record) << "\n";
    } else {
      auto& heads = std::get<ArchiveHeads>(line);
      std::erase_if(heads, [&](const auto& head) { return !partitions->contains(head.partition); });
      out << ToLine(heads) << "\n";
    }
  });
  if (!read) return Failure(read.error());
  return dossier;
}

}  // namespace relance::cli
