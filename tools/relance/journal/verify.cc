#include "tools/relance/journal/verify.h"

#include <algorithm>
#include <map>

#include "libs/base/overloaded.h"
#include "libs/journal/record.h"
#include "tools/relance/journal/chain.h"

namespace relance::cli {
namespace {

class Verifier {
 public:
  Result<Verification> Run(std::istream& in, const ArchiveHeads& published) {
    for (std::string line; std::getline(in, line);) {
      ++line_;
      if (auto taken = Take(line); !taken) return Failure(taken.error());
    }
    if (line_ == 0) return Corrupt("the file is empty");
    if (!ended_) Say("the file ends without its heads: it was cut");
    Conclude(published);
    return std::move(out_);
  }

 private:
  void Say(std::string what) { out_.findings.push_back({-1, 0, std::move(what)}); }

  Result<void> Take(const std::string& line) {
    auto parsed = ParseArchiveLine(line);
    const std::string where = "line " + std::to_string(line_);
    if (line_ == 1) {
      if (!parsed) return Corrupt(where + " " + parsed.error().message);
      if (!std::holds_alternative<ArchiveOpening>(*parsed)) {
        return Corrupt("the first line does not say what journal this is");
      }
      out_.opening = std::get<ArchiveOpening>(*parsed);
      return {};
    }
    if (!parsed) {
      Say(where + " " + parsed.error().message);
      return {};
    }
    if (ended_) Say(where + " stands behind the heads");
    std::visit(Overloaded{
                   [&](const ArchiveOpening&) { Say(where + " opens a second journal"); },
                   [&](const ArchiveRecord& record) { Take(record); },
                   [&](ArchiveHeads& heads) {
                     ended_ = true;
                     out_.heads = std::move(heads);
                   },
               },
               *parsed);
    return {};
  }

  void Take(const ArchiveRecord& record) {
    ++out_.records;
    out_.entries += static_cast<uint64_t>(
        std::ranges::count_if(record.entries, [](const auto& entry) { return !entry.empty(); }));
    ChainOf(record.partition).Add(record);
  }

  ChainCheck& ChainOf(int partition) {
    const auto& opening = out_.opening;
    const Digest origin = journal::OriginHash(opening.installation, opening.topic, partition);
    return chains_.try_emplace(partition, origin, !opening.account.empty()).first->second;
  }

  void Conclude(const ArchiveHeads& published) {
    for (const auto& head : out_.heads) ChainOf(head.partition);
    for (const auto& head : published) ChainOf(head.partition);
    for (auto& [partition, chain] : chains_) {
      std::optional<ArchiveHead> end;
      std::vector<ArchiveHead> known;
      for (const auto& head : out_.heads) {
        if (head.partition == partition) end = head;
      }
      for (const auto& head : published) {
        if (head.partition == partition) known.push_back(head);
      }
      if (!end && ended_) Say("partition " + std::to_string(partition) + " has no head");
      chain.Finish(end, known);
      for (const auto& [sequence, what] : chain.findings()) {
        out_.findings.push_back({partition, sequence, what});
      }
    }
  }

  Verification out_;
  std::map<int, ChainCheck> chains_;
  uint64_t line_ = 0;
  bool ended_ = false;
};

}  // namespace

Result<Verification> VerifyArchive(std::istream& in, const ArchiveHeads& published) {
  return Verifier().Run(in, published);
}

}  // namespace relance::cli
