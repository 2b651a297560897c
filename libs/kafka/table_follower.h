#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/kafka/client.h"

namespace relance::kafka {

struct TableEntry {
  int64_t offset = 0;
  std::string key;
  std::optional<std::string> value;  ///< None: the key is removed.
};

/// Reads a compacted topic of one partition, such as relance.config.v1, from its beginning and goes
/// on with what is written later. Compaction removes older entries of a key, so offsets have gaps
/// and only the last entry of a key counts. One thread calls.
class TableFollower {
 public:
  static Result<std::unique_ptr<TableFollower>> Create(const ClientConfig& config,
                                                       const std::string& topic,
                                                       Millis fetch_wait = Millis{100});
  ~TableFollower();
  TableFollower(const TableFollower&) = delete;
  TableFollower& operator=(const TableFollower&) = delete;

  /// What has come, in order; waits at most `timeout` for the first. Empty: nothing came.
  Result<std::vector<TableEntry>> Poll(Millis timeout);
  /// Whether the end of the topic has been reached once: from then on the table is complete.
  bool CaughtUp() const;

 private:
  struct State;
  explicit TableFollower(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::kafka
