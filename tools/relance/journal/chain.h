#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/digest/digest.h"
#include "tools/relance/journal/archive.h"

namespace relance::cli {

/// The records of one partition, in the order of a file, and what is wrong with them. An altered
/// header is recognised by its neighbours: it no longer is what the next one names, or no longer
/// names the one before.
class ChainCheck {
 public:
  ChainCheck(const Digest& origin, bool dossier) : origin_(origin), dossier_(dossier) {}

  void Add(const ArchiveRecord& record);
  /// After the last record. `head`: the last one there must be, if the file says.
  void Finish(const std::optional<ArchiveHead>& head, const std::vector<ArchiveHead>& published);

  /// What is wrong, by sequence.
  const std::map<uint64_t, std::string>& findings() const { return findings_; }

 private:
  struct Seen {
    uint64_t sequence = 0;  ///< Its place in the chain; not always what it calls itself.
    Digest hash{};
    Digest previous{};
  };

  void Say(uint64_t sequence, const std::string& what);
  void CheckEntries(uint64_t sequence, const std::vector<std::string>& digests,
                    const ArchiveRecord& record);
  void SayMissing(uint64_t first, uint64_t last);
  void CheckLinks(const std::optional<ArchiveHead>& head);
  void BlameRun(size_t first, size_t last);

  const Digest origin_;
  const bool dossier_;
  std::vector<Seen> seen_;
  uint64_t highest_ = 0;
  std::map<uint64_t, std::string> findings_;
};

}  // namespace relance::cli
