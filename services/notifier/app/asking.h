#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "services/notifier/app/ports.h"

namespace relance::notifier {

/// How long after its ask was sent a clearance may be used.
inline constexpr std::chrono::seconds kClearanceTime{60};

/// Asks for clearance, and remembers when each ask was sent: an answer to an ask of another
/// process, or of this one long ago, is not used but asked for again.
class Asking {
 public:
  Asking(Clocks& clocks, NoticeBoard& board, Clearances& clearances, Tokens& tokens,
         Witness& witness)
      : clocks_(clocks),
        board_(board),
        clearances_(clearances),
        tokens_(tokens),
        witness_(witness) {}

  /// One ask for what is due, and for what was cleared but may no longer be used; at most `limit`
  /// notices, none of `except`. How many.
  Result<size_t> AskForClearance(int partition, const std::set<NoticeRef>& except, size_t limit);

  /// When the ask was sent; nullopt when an answer to it may not be used any more.
  std::optional<Monotonic> SentAt(const std::string& ask_id);

  /// The clearance was used, or given up: the notice may be asked for again.
  void Answered(const NoticeRef& ref);

 private:
  void Forget(Monotonic now);
  std::vector<NoticeRef> WithoutPending(const std::vector<NoticeRef>& notices,
                                        const std::set<NoticeRef>& except);
  Result<std::vector<NoticeRef>> Unusable(int partition, const std::set<NoticeRef>& except,
                                          size_t limit);
  size_t Pending();

  Clocks& clocks_;
  NoticeBoard& board_;
  Clearances& clearances_;
  Tokens& tokens_;
  Witness& witness_;

  std::mutex mutex_;
  std::map<std::string, Monotonic> sent_;   ///< By ask.
  std::map<NoticeRef, Monotonic> pending_;  ///< Asked for; not again before that time.
};

}  // namespace relance::notifier
