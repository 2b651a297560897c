#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "tools/relance/journal/archive.h"

namespace relance::cli {

/// What is wrong with one record of an export.
struct Finding {
  int partition = -1;  ///< -1: the file as a whole.
  uint64_t sequence = 0;
  std::string what;

  bool operator==(const Finding&) const = default;
};

struct Verification {
  ArchiveOpening opening;
  uint64_t records = 0;
  uint64_t entries = 0;           ///< With content; those left out of a dossier do not count.
  ArchiveHeads heads;             ///< As the file says.
  std::vector<Finding> findings;  ///< By partition and sequence, one a record; empty: unbroken.
};

/// Checks an export alone, without any service: every entry against its digest, every header
/// against the next, the first against the origin, the last against the heads. `published` are
/// heads known from elsewhere, which the chain must contain. kCorrupt when the file is no export.
Result<Verification> VerifyArchive(std::istream& in, const ArchiveHeads& published = {});

}  // namespace relance::cli
