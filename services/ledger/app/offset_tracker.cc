#include "services/ledger/app/offset_tracker.h"

namespace relance::ledger {

void OffsetTracker::Begin(const FeedPartition& feed, int64_t offset) {
  Progress& progress = feeds_[feed];
  // Nothing before the first record read is this process's to tell.
  if (progress.read < 0) progress.told = offset - 1;
  // The partition came back after a rebalance: what was told counts for nothing any more.
  if (offset <= progress.read) progress.told = offset - 1;
  progress.read = offset;
  progress.under_way.insert(offset);
}

void OffsetTracker::Finish(const FeedPartition& feed, int64_t offset) {
  feeds_[feed].under_way.erase(offset);
}

std::vector<OffsetTracker::Handled> OffsetTracker::TakeHandled() {
  std::vector<Handled> handled;
  for (auto& [feed, progress] : feeds_) {
    const int64_t upto =
        progress.under_way.empty() ? progress.read : *progress.under_way.begin() - 1;
    if (upto <= progress.told || upto > progress.read) continue;
    progress.told = upto;
    handled.push_back({feed, upto});
  }
  return handled;
}

}  // namespace relance::ledger
