#include "services/portal/adapters/memory_store.h"

namespace relance::portal {
namespace {

constexpr auto kSweepEvery = std::chrono::minutes(1);

}  // namespace

MemoryStore::MemoryStore(Now now)
    : now_(now ? std::move(now) : [] { return std::chrono::steady_clock::now(); }) {}

bool MemoryStore::IsOver(const Kept& kept, Time now) const {
  return now - kept.used >= kSessionIdle || now - kept.began >= kSessionLife;
}

void MemoryStore::Sweep(Time now) {
  if (now < next_sweep_) return;
  next_sweep_ = now + kSweepEvery;
  std::erase_if(sessions_, [&](const auto& entry) { return IsOver(entry.second, now); });
  std::erase_if(failures_,
                [&](const auto& entry) { return now - entry.second.first >= kAttemptWindow; });
}

Result<void> MemoryStore::Put(const std::string& id, const Session& session) {
  const Time now = now_();
  const std::lock_guard lock(mutex_);
  Sweep(now);
  auto [kept, is_new] = sessions_.try_emplace(id, Kept{session, now, now});
  if (!is_new) kept->second.session = session;
  kept->second.used = now;
  return {};
}

Result<Session> MemoryStore::Find(const std::string& id) {
  const Time now = now_();
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return NotFound("no such session");
  if (IsOver(found->second, now)) {
    sessions_.erase(found);
    return NotFound("the session has ended");
  }
  found->second.used = now;
  return found->second.session;
}

Result<int64_t> MemoryStore::Failures(const std::string& origin) {
  const Time now = now_();
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(origin);
  if (found == failures_.end() || now - found->second.first >= kAttemptWindow) return 0;
  return found->second.count;
}

Result<void> MemoryStore::CountFailure(const std::string& origin) {
  const Time now = now_();
  const std::lock_guard lock(mutex_);
  Sweep(now);
  Failed& failed = failures_[origin];
  if (failed.count == 0 || now - failed.first >= kAttemptWindow) failed = {0, now};
  ++failed.count;
  return {};
}

}  // namespace relance::portal
