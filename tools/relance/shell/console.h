#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace relance::cli {

struct ConsoleOptions {
  bool json = false;
  bool plain = false;
  bool terminal =
      false;  ///< Talk goes to a person: progress overwrites its line, words have colour.
};

/// Where a command speaks: data on `out`, talk on `err`.
class Console {
 public:
  Console(std::FILE* out, std::FILE* err, ConsoleOptions options)
      : out_(out), err_(err), options_(options) {}
  ~Console();

  bool json() const { return options_.json; }
  bool plain() const { return options_.plain; }

  /// One line of data, for people or as JSON.
  void Data(std::string_view line);
  /// One line of talk.
  void Say(std::string_view line);
  /// A line that the next one replaces; elsewhere than on a terminal at most one in two seconds.
  void Progress(std::string_view line);
  void Fail(std::string_view message, std::string_view field);
  /// Rows under a heading, columns aligned; with --plain tabs and no heading.
  void Table(const std::vector<std::string>& heading,
             const std::vector<std::vector<std::string>>& rows);

 private:
  void ClearProgress();

  std::FILE* const out_;
  std::FILE* const err_;
  const ConsoleOptions options_;
  bool progress_shown_ = false;
  std::chrono::steady_clock::time_point last_progress_ = std::chrono::steady_clock::now();
};

/// Whether talk may move the cursor and use colour: a terminal, not "dumb", NO_COLOR not set.
bool IsTerminal(std::FILE* file);

}  // namespace relance::cli
