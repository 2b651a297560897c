#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/notifier/app/asking.h"
#include "services/notifier/app/hand_over.h"

namespace relance::notifier {

/// One cleared notice, taken by this process.
struct Task {
  int partition = 0;
  NoticeRef ref;
};

/// What is to be done on the partitions of this process, found in the view, and done. `Round` is
/// for one thread; `Do` for many.
class Work {
 public:
  Work(Clocks& clocks, NoticeBoard& board, Asking& asking, HandOver& hand_over,
       AttemptJournal& journal, Witness& witness)
      : clocks_(clocks),
        board_(board),
        asking_(asking),
        hand_over_(hand_over),
        journal_(journal),
        witness_(witness) {}

  /// Asks for what is due, ends attempts that nobody runs any more, and takes at most `limit`
  /// notices whose clearance may be used. Each task must be done, or given back.
  Result<std::vector<Task>> Round(int partition, size_t limit);
  /// All contacts of one notice, one after the other. Never fails: what cannot be done now is
  /// reported, and found again later.
  void Do(const Task& task);
  void GiveBack(const Task& task);
  /// From now on results that cannot be journalled are left to the next owner.
  void Stop() { stopping_ = true; }

  size_t InProgress();
  /// Whether a partition's view shows nothing to be done now: nothing due, cleared or running.
  Result<bool> IsQuiet(int partition);
  /// The earliest moment of a queued notice; none when none is queued.
  Result<std::optional<Instant>> NextMoment(int partition) { return board_.NextMoment(partition); }

 private:
  bool TryContact(const Task& task, const ReadyNotice& ready, const ClearedContact& contact);
  void FinishSurely(const Prepared& prepared, const Delivery& delivery);
  Result<void> EndAbandoned(int partition, size_t limit);
  void EndAbandonedOf(int partition, const NoticeRef& ref);
  void Defer(const NoticeRef& ref);
  bool Used(const NoticeRef& ref, const std::string& ask_id);
  std::set<NoticeRef> Untouchable();

  Clocks& clocks_;
  NoticeBoard& board_;
  Asking& asking_;
  HandOver& hand_over_;
  AttemptJournal& journal_;
  Witness& witness_;
  std::atomic<bool> stopping_ = false;

  std::mutex mutex_;
  std::set<NoticeRef> in_progress_;
  std::map<NoticeRef, Monotonic> deferred_;  ///< Could not be prepared; not before that.
  /// The ask that a notice was last worked on with: the view may show it as ready a moment longer.
  std::map<NoticeRef, std::pair<std::string, Monotonic>> used_;
  std::map<std::string, Monotonic> seen_running_;  ///< Attempts of nobody here, since when.
  std::set<std::string> never_left_;  ///< Attempts whose start was uncertain; nothing was sent.
};

}  // namespace relance::notifier
