#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/instant.h"
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
  int64_t behind = 0;    ///< Records not handled although they were there kGrace ago.

  bool operator==(const FeedReport&) const = default;
};

/// A feed that flows is always a few records from its end; only what waits longer counts as behind.
inline constexpr Millis kGrace{60'000};

/// When a heartbeat may be passed on: once everything that was in the topics of its legal entity
/// when it was looked at is handled, on all their partitions, whatever partition it came by.
class FeedProgress {
 public:
  void Beat(const std::string& source, const std::string& entity, int64_t up_to_ms);
  /// Whether a heartbeat waits to be passed on, or the last report said that records were left.
  bool HasNews() const;
  /// The reports that differ from those before, for where the feeds stand at `now`, monotonic. What
  /// a partition holds when it is first looked at may have been there for any time.
  std::vector<FeedReport> Report(const std::vector<FeedStand>& stands, Millis now);

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

  /// An end that a partition had at least that long ago.
  struct Look {
    Millis at{};
    int64_t end = 0;
  };

  static void Release(Source& source, const std::vector<FeedStand>& stands);
  void LookAt(const std::vector<FeedStand>& stands, Millis now);
  int64_t Behind(const FeedStand& stand) const;

  std::map<FeedPartition, std::deque<Look>> looks_;
  std::map<std::pair<std::string, std::string>, Source> sources_;
};

}  // namespace relance::ledger
