#include "services/notifier/app/asking.h"

#include <algorithm>
#include <utility>

namespace relance::notifier {

std::optional<Monotonic> Asking::SentAt(const std::string& ask_id) {
  const Monotonic now = clocks_.Ticks();
  const std::lock_guard lock(mutex_);
  Forget(now);
  const auto at = sent_.find(ask_id);
  if (at == sent_.end()) return std::nullopt;
  return at->second;
}

void Asking::Answered(const NoticeRef& ref) {
  const std::lock_guard lock(mutex_);
  pending_.erase(ref);
}

size_t Asking::Pending() {
  const std::lock_guard lock(mutex_);
  return pending_.size();
}

void Asking::Forget(Monotonic now) {
  std::erase_if(sent_, [&](const auto& ask) { return ask.second + kClearanceTime <= now; });
  std::erase_if(pending_, [&](const auto& ask) { return ask.second + kClearanceTime <= now; });
}

/// Cleared by an ask that no longer counts here: the process that sent it is gone, or it took too
/// long.
Result<std::vector<NoticeRef>> Asking::Unusable(int partition, const std::set<NoticeRef>& except,
                                                size_t limit) {
  auto ready = board_.Ready(partition, limit);
  if (!ready) return ready;
  std::vector<NoticeRef> out;
  for (const NoticeRef& ref : WithoutPending(*ready, except)) {
    const auto notice = board_.Find(partition, ref);
    if (!notice) continue;  // Gone since, or unreadable now: the next round sees it.
    if (notice->clearance && SentAt(notice->clearance->ask_id)) continue;
    out.push_back(ref);
  }
  return out;
}

std::vector<NoticeRef> Asking::WithoutPending(const std::vector<NoticeRef>& notices,
                                              const std::set<NoticeRef>& except) {
  const Monotonic now = clocks_.Ticks();
  const std::lock_guard lock(mutex_);
  Forget(now);
  std::vector<NoticeRef> out;
  std::ranges::copy_if(notices, std::back_inserter(out), [&](const NoticeRef& ref) {
    return !pending_.contains(ref) && !except.contains(ref);
  });
  return out;
}

Result<size_t> Asking::AskForClearance(int partition, const std::set<NoticeRef>& except,
                                       size_t limit) {
  // Those that wait for something do not stand in the way of those behind them.
  const size_t enough = limit + Pending() + except.size();
  auto wanted = board_.Due(partition, clocks_.Now(), enough);
  if (!wanted) return Failure(wanted.error());
  const auto unusable = Unusable(partition, except, enough);
  if (!unusable) return Failure(unusable.error());
  wanted->insert(wanted->end(), unusable->begin(), unusable->end());
  auto notices = WithoutPending(*wanted, except);
  if (notices.empty()) return size_t{0};
  if (notices.size() > limit) notices.resize(limit);

  const std::string ask_id = tokens_.NewAskId();
  // Before it is sent: the clearance counts from here, whatever the network does.
  const Monotonic sent_at = clocks_.Ticks();
  {
    const std::lock_guard lock(mutex_);
    sent_[ask_id] = sent_at;
    for (const NoticeRef& ref : notices) pending_[ref] = sent_at;
  }
  const auto asked = clearances_.Ask(partition, ask_id, notices);
  if (!asked) {
    const std::lock_guard lock(mutex_);
    for (const NoticeRef& ref : notices) pending_.erase(ref);
    return Failure(asked.error());
  }
  witness_.Asked(notices.size());
  return notices.size();
}

}  // namespace relance::notifier
