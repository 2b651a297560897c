#include "services/notifier/app/work.h"

#include <algorithm>
#include <utility>

namespace relance::notifier {
namespace {

/// An attempt of another process may still be handing over for one clearance time, and have its
/// answer on the way for another.
constexpr auto kAbandonedAfter = 2 * kClearanceTime;
constexpr std::chrono::minutes kForgotten{30};
constexpr std::chrono::minutes kDeferral{5};
constexpr Millis kFinishPause{200};
constexpr size_t kQuietLimit = 100;

}  // namespace

size_t Work::InProgress() {
  const std::lock_guard lock(mutex_);
  return in_progress_.size();
}

std::set<NoticeRef> Work::Untouchable() {
  const Monotonic now = clocks_.Ticks();
  const std::lock_guard lock(mutex_);
  std::erase_if(deferred_, [&](const auto& entry) { return entry.second <= now; });
  std::set<NoticeRef> out = in_progress_;
  for (const auto& [ref, until] : deferred_) out.insert(ref);
  return out;
}

void Work::Defer(const NoticeRef& ref) {
  const Monotonic until = clocks_.Ticks() + kDeferral;
  const std::lock_guard lock(mutex_);
  deferred_[ref] = until;
}

bool Work::Used(const NoticeRef& ref, const std::string& ask_id) {
  const Monotonic now = clocks_.Ticks();
  const std::lock_guard lock(mutex_);
  std::erase_if(used_, [&](const auto& e) { return e.second.second + kClearanceTime <= now; });
  const auto at = used_.find(ref);
  return at != used_.end() && at->second.first == ask_id;
}

void Work::GiveBack(const Task& task) {
  const std::lock_guard lock(mutex_);
  in_progress_.erase(task.ref);
}

Result<std::vector<Task>> Work::Round(int partition, size_t limit) {
  if (const auto ended = EndAbandoned(partition, limit); !ended) return Failure(ended.error());
  const auto untouchable = Untouchable();
  const auto asked = asking_.AskForClearance(partition, untouchable, limit);
  // Without the scenario nothing new is cleared; what was cleared already goes on.
  if (!asked && asked.error().code != ErrorCode::kUnavailable) return Failure(asked.error());
  const auto ready = board_.Ready(partition, limit + untouchable.size());
  if (!ready) return Failure(ready.error());
  std::vector<Task> tasks;
  for (const NoticeRef& ref : *ready) {
    if (untouchable.contains(ref) || tasks.size() >= limit) continue;
    const auto notice = board_.Find(partition, ref);
    if (!notice || !notice->clearance) continue;
    const std::string& ask_id = notice->clearance->ask_id;
    if (!asking_.SentAt(ask_id) || Used(ref, ask_id)) continue;
    const std::lock_guard lock(mutex_);
    if (in_progress_.insert(ref).second) tasks.push_back({partition, ref});
  }
  if (!asked && tasks.empty()) return Failure(asked.error());
  return tasks;
}

void Work::Do(const Task& task) {
  const auto ready = board_.Load(task.partition, task.ref);
  if (ready) {
    {
      const Monotonic now = clocks_.Ticks();
      const std::lock_guard lock(mutex_);
      used_[task.ref] = {ready->notice.clearance->ask_id, now};
    }
    for (const ClearedContact& contact : OpenContacts(ready->notice)) {
      if (stopping_ || !TryContact(task, *ready, contact)) break;
    }
  } else if (ready.error().code != ErrorCode::kNotFound) {
    witness_.Failed(task.ref, "load", ready.error());
  }
  asking_.Answered(task.ref);
  GiveBack(task);
}

/// False when the other contacts of the notice need not be tried now.
bool Work::TryContact(const Task& task, const ReadyNotice& ready, const ClearedContact& contact) {
  const auto asked_at = asking_.SentAt(ready.notice.clearance->ask_id);
  if (!asked_at) return false;  // Too late: it is asked for again.
  const auto prepared = hand_over_.Prepare(task.partition, ready, contact, *asked_at);
  if (!prepared) {
    witness_.Failed(task.ref, "prepare", prepared.error());
    Defer(task.ref);
    return true;
  }
  const auto verdict = hand_over_.Start(*prepared);
  if (!verdict) {
    const std::lock_guard lock(mutex_);
    never_left_.insert(prepared->attempt.id);
    witness_.Failed(task.ref, "start", verdict.error());
    return false;
  }
  if (!verdict->accepted) {
    witness_.NotStarted(task.ref, verdict->reason);
    return false;
  }
  const Monotonic begun = clocks_.Ticks();
  const Delivery delivery = hand_over_.Deliver(*prepared);
  witness_.Ended(task.ref, contact.channel, delivery, clocks_.Ticks() - begun);
  FinishSurely(*prepared, delivery);
  return true;
}

/// Kafka may be away for a while; the result is known here and nowhere else.
void Work::FinishSurely(const Prepared& prepared, const Delivery& delivery) {
  do {
    const auto finished = hand_over_.Finish(prepared, delivery);
    if (finished) {
      if (!finished->accepted) witness_.NotStarted(prepared.ref, finished->reason);
      return;
    }
    witness_.Failed(prepared.ref, "finish", finished.error());
    if (finished.error().code != ErrorCode::kUnavailable) return;
    clocks_.Pause(kFinishPause);
  } while (!stopping_);
}

Result<void> Work::EndAbandoned(int partition, size_t limit) {
  const auto running = board_.Running(partition, limit);
  if (!running) return Failure(running.error());
  {
    const Monotonic now = clocks_.Ticks();
    const std::lock_guard lock(mutex_);
    std::erase_if(seen_running_, [&](const auto& e) { return e.second + kForgotten <= now; });
  }
  for (const NoticeRef& ref : *running) {
    bool ours = false;
    {
      const std::lock_guard lock(mutex_);
      ours = in_progress_.contains(ref);
    }
    if (!ours) EndAbandonedOf(partition, ref);
  }
  return {};
}

void Work::EndAbandonedOf(int partition, const NoticeRef& ref) {
  const auto notice = board_.Find(partition, ref);
  if (!notice) return;
  const Monotonic now = clocks_.Ticks();
  for (const Attempt& attempt : notice->attempts) {
    if (attempt.result) continue;
    EndAttempt end{attempt.id, AttemptResult::kUnknown, "no result was recorded"};
    {
      const std::lock_guard lock(mutex_);
      const Monotonic since = seen_running_.try_emplace(attempt.id, now).first->second;
      if (never_left_.contains(attempt.id)) {
        end.result = AttemptResult::kTechnicalFailure;
        end.answer = "the attempt was journalled too late to be used";
      } else if (now < since + kAbandonedAfter) {
        continue;
      }
    }
    const auto verdict = journal_.End(partition, ref, end);
    if (!verdict) {
      witness_.Failed(ref, "end", verdict.error());
      continue;
    }
    witness_.Ended(ref, attempt.channel, {end.result, end.answer}, {});
    const std::lock_guard lock(mutex_);
    seen_running_.erase(attempt.id);
    never_left_.erase(attempt.id);
  }
}

Result<bool> Work::IsQuiet(int partition) {
  if (InProgress() > 0) return false;
  const auto due = board_.Due(partition, clocks_.Now(), kQuietLimit);
  if (!due) return Failure(due.error());
  const auto ready = board_.Ready(partition, kQuietLimit);
  if (!ready) return Failure(ready.error());
  const auto running = board_.Running(partition, 1);
  if (!running) return Failure(running.error());
  // What cannot be prepared waits for somebody to correct its texts, not for time to pass.
  const auto deferred = Untouchable();
  const auto waits = [&](const NoticeRef& ref) { return deferred.contains(ref); };
  return running->empty() && std::ranges::all_of(*due, waits) && std::ranges::all_of(*ready, waits);
}

}  // namespace relance::notifier
