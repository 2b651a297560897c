#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/interest/law_book.h"

namespace relance::interest {

/// Where a file of rates is wrong, and why. Lines and columns count from 1; 0: the whole file.
struct LawFileProblem {
  std::string file;
  int line = 0;
  int column = 0;
  std::string field;
  std::string reason;

  bool operator==(const LawFileProblem&) const = default;
};

/// "ecb.yaml:12:11: values.2009-2.rate: '1,00' is not a rate in percent like 12.15: ..."
std::string ToString(const LawFileProblem& problem);

struct LawFiles {
  LawBook book;                          ///< Of use only without problems.
  std::vector<LawFileProblem> problems;  ///< By file, line and column.
};

/// Reads the files of a law book, by name: `profiles.yaml` holds the profiles and the rules that
/// choose one, every other file one series of rates. See deploy/rates/README.md.
LawFiles ParseLawFiles(const std::map<std::string, std::string>& files);

/// The same for all *.yaml of a folder.
LawFiles ReadLawFiles(const std::string& folder);

/// kInvalid with every problem, one a line.
Result<LawBook> LoadLawBook(const std::string& folder);

}  // namespace relance::interest
