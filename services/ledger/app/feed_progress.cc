#include "services/ledger/app/feed_progress.h"

#include <algorithm>

namespace relance::ledger {

void FeedProgress::Beat(const std::string& source, const std::string& entity, int64_t up_to_ms) {
  int64_t& up_to = beats_[{source, entity}];
  up_to = std::max(up_to, up_to_ms);
}

bool FeedProgress::HasNews() const {
  return beats_ != released_ || std::ranges::any_of(told_, [](const auto& told) {
           return told.second.behind != 0;
         });
}

void FeedProgress::Release(const std::vector<FeedStand>& stands) {
  if (!waiting_ && beats_ != released_) {
    waiting_.emplace(Waiting{beats_, {}});
    for (const FeedStand& stand : stands) waiting_->ends[stand.feed] = stand.end;
  }
  if (!waiting_) return;
  // A partition that has gone to another process is that one's to wait for.
  const bool reached = std::ranges::all_of(stands, [&](const FeedStand& stand) {
    const auto end = waiting_->ends.find(stand.feed);
    return end == waiting_->ends.end() || stand.handled >= end->second;
  });
  if (!reached) return;
  released_ = std::move(waiting_->beats);
  waiting_.reset();
}

std::vector<FeedReport> FeedProgress::Report(const std::vector<FeedStand>& stands) {
  Release(stands);
  int64_t behind = 0;
  for (const FeedStand& stand : stands) behind += std::max<int64_t>(stand.end - stand.handled, 0);
  std::vector<FeedReport> reports;
  for (const auto& [key, up_to] : beats_) {
    const auto released = released_.find(key);
    FeedReport report{key.first, key.second,
                      released == released_.end() ? 0 : released->second, behind};
    const auto told = told_.find(key);
    if (told != told_.end() && told->second == report) continue;
    told_[key] = report;
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace relance::ledger
