#include "services/ledger/app/feed_progress.h"

#include <algorithm>
#include <iterator>

namespace relance::ledger {
namespace {

std::vector<FeedStand> Of(const std::string& entity, const std::vector<FeedStand>& stands) {
  std::vector<FeedStand> own;
  std::ranges::copy_if(stands, std::back_inserter(own), [&](const FeedStand& stand) {
    return std::ranges::find(stand.entities, entity) != stand.entities.end();
  });
  return own;
}

}  // namespace

void FeedProgress::Beat(const std::string& source, const std::string& entity, int64_t up_to_ms) {
  int64_t& heard = sources_[{source, entity}].heard_ms;
  heard = std::max(heard, up_to_ms);
}

bool FeedProgress::HasNews() const {
  return std::ranges::any_of(sources_, [](const auto& entry) {
    const Source& source = entry.second;
    return source.heard_ms != source.released_ms || (source.told && source.told->behind != 0);
  });
}

void FeedProgress::Release(Source& source, const std::vector<FeedStand>& stands) {
  if (!source.waiting && source.heard_ms != source.released_ms) {
    source.waiting.emplace(Waiting{source.heard_ms, {}});
    for (const FeedStand& stand : stands) source.waiting->ends[stand.feed] = stand.end;
  }
  if (!source.waiting) return;
  // A partition that has gone to another process is that one's to wait for.
  const bool reached = std::ranges::all_of(stands, [&](const FeedStand& stand) {
    const auto end = source.waiting->ends.find(stand.feed);
    return end == source.waiting->ends.end() || stand.handled >= end->second;
  });
  if (!reached) return;
  source.released_ms = source.waiting->up_to_ms;
  source.waiting.reset();
}

void FeedProgress::LookAt(const std::vector<FeedStand>& stands, Millis now) {
  std::map<FeedPartition, std::deque<Look>> kept;
  for (const FeedStand& stand : stands) {
    auto known = looks_.find(stand.feed);
    auto& looks = kept[stand.feed];
    if (known != looks_.end()) looks = std::move(known->second);
    looks.push_back({looks.empty() ? now - kGrace : now, stand.end});
    while (looks.size() > 1 && looks[1].at + kGrace <= now) looks.pop_front();
  }
  looks_ = std::move(kept);
}

int64_t FeedProgress::Behind(const FeedStand& stand) const {
  return std::max<int64_t>(looks_.at(stand.feed).front().end - stand.handled, 0);
}

std::vector<FeedReport> FeedProgress::Report(const std::vector<FeedStand>& stands, Millis now) {
  LookAt(stands, now);
  std::vector<FeedReport> reports;
  for (auto& [key, source] : sources_) {
    const std::vector<FeedStand> own = Of(key.second, stands);
    Release(source, own);
    int64_t behind = 0;
    for (const FeedStand& stand : own) behind += Behind(stand);
    FeedReport report{key.first, key.second, source.released_ms, behind};
    if (source.told == report) continue;
    source.told = report;
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace relance::ledger
