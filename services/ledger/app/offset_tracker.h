#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace relance::ledger {

struct FeedPartition {
  std::string topic;
  int partition = 0;

  auto operator<=>(const FeedPartition&) const = default;
};

/// Which records of a feed may be acknowledged: those before which nothing is under way.
class OffsetTracker {
 public:
  void Begin(const FeedPartition& feed, int64_t offset);
  void Finish(const FeedPartition& feed, int64_t offset);

  struct Handled {
    FeedPartition feed;
    int64_t offset = 0;  ///< This one and all before it are handled.
  };
  /// What has become so since the last call.
  std::vector<Handled> TakeHandled();

 private:
  struct Progress {
    std::set<int64_t> under_way;
    int64_t read = -1;
    int64_t told = -1;
  };
  std::map<FeedPartition, Progress> feeds_;
};

}  // namespace relance::ledger
