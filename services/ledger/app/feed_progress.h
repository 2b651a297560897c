#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/ledger/app/offset_tracker.h"

namespace relance::ledger {

/// Where one partition of a feed stands: all below `handled` is in the ledger's topics.
struct FeedStand {
  FeedPartition feed;
  int64_t handled = 0;
  int64_t end = 0;
  std::vector<std::string> entities;  ///< Legal entities that the topic speaks for.
};

/// What is written to every partition of the ledger about one source and legal entity.
struct FeedReport {
  std::string source;
  std::string entity;
  int64_t up_to_ms = 0;  ///< 0: not known yet.
  int64_t behind = 0;    ///< Records not handled yet.

  bool operator==(const FeedReport&) const = default;
};

/// When a heartbeat may be passed on: once everything that was in the topics of its legal entity
/// when it was looked at is handled, on all their partitions, whatever partition it came by.
class FeedProgress {
 public:
  void Beat(const std::string& source, const std::string& entity, int64_t up_to_ms);
  /// Whether a heartbeat waits to be passed on, or the last report said that records were left.
  bool HasNews() const;
  /// The reports that differ from those before, for where the feeds stand now.
  std::vector<FeedReport> Report(const std::vector<FeedStand>& stands);

 private:
  struct Waiting {
    int64_t up_to_ms = 0;
    std::map<FeedPartition, int64_t> ends;
  };
  struct Source {
    int64_t heard_ms = 0;
    int64_t released_ms = 0;
    std::optional<Waiting> waiting;
    std::optional<FeedReport> told;
  };

  static void Release(Source& source, const std::vector<FeedStand>& stands);

  std::map<std::pair<std::string, std::string>, Source> sources_;
};

}  // namespace relance::ledger
