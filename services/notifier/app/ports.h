#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "services/notifier/domain/cleared.h"
#include "services/notifier/domain/link.h"
#include "services/notifier/domain/notice.h"

/// What handing over needs from the outside, one small interface a need. All may be called from
/// several threads.
namespace relance::notifier {

/// Of this machine, for bounds of time: business time may stand still or be set.
using Monotonic = std::chrono::steady_clock::time_point;

class Clocks {
 public:
  virtual ~Clocks() = default;
  virtual Instant Now() = 0;
  virtual Monotonic Ticks() = 0;
  virtual void Pause(Millis time) = 0;
};

/// A cleared notice as the view shows it.
struct ReadyNotice {
  Notice notice;
  Cleared cleared;
};

/// The notifier's view. Each call is one read; lists hold at most `limit`.
class NoticeBoard {
 public:
  virtual ~NoticeBoard() = default;
  /// Notices whose moment has come, the earliest first.
  virtual Result<std::vector<NoticeRef>> Due(int partition, Instant now, size_t limit) = 0;
  virtual Result<std::vector<NoticeRef>> Ready(int partition, size_t limit) = 0;
  virtual Result<std::vector<NoticeRef>> Running(int partition, size_t limit) = 0;
  /// kNotFound when the notice is not (or no longer) cleared.
  virtual Result<ReadyNotice> Load(int partition, const NoticeRef& ref) = 0;
  virtual Result<Notice> Find(int partition, const NoticeRef& ref) = 0;
  /// The earliest moment of the queue.
  virtual Result<std::optional<Instant>> NextMoment(int partition) = 0;
};

/// The scenario's door for asks.
class Clearances {
 public:
  virtual ~Clearances() = default;
  /// Returns once the ask is recorded; the answers come through the journal.
  virtual Result<void> Ask(int partition, const std::string& ask_id,
                           const std::vector<NoticeRef>& notices) = 0;
};

/// What leaves, and where to.
struct Message {
  std::string bytes;
  std::string message_id;
  std::string sender;     ///< Envelope.
  std::string recipient;  ///< Envelope; personal, never logged.
};

class Composer {
 public:
  virtual ~Composer() = default;
  /// The message for one recipient. kInvalid with the field `contact` when nothing can ever be
  /// sent to this contact as it stands; other errors may pass.
  virtual Result<Message> Compose(const Notice& notice, const Cleared& cleared,
                                  const Recipient& recipient, const std::string& link) = 0;
  /// The Message-ID that Compose gives, also where nothing can be composed.
  virtual std::string MessageIdOf(const Cleared& cleared, const Recipient& recipient) = 0;
};

class MessageStore {
 public:
  virtual ~MessageStore() = default;
  /// The SHA-256 (32 bytes) under which the bytes are kept, once they are on the disk.
  virtual Result<std::string> Keep(std::string_view bytes) = 0;
};

/// A command's outcome in the notifier's own journal.
struct Verdict {
  bool accepted = false;
  std::string reason;
};

class AttemptJournal {
 public:
  virtual ~AttemptJournal() = default;
  /// kUnavailable: whether the attempt started is not known.
  virtual Result<Verdict> Start(int partition, const NoticeRef& ref, const Attempt& attempt,
                                const std::vector<Link>& links) = 0;
  virtual Result<Verdict> End(int partition, const NoticeRef& ref, const EndAttempt& result) = 0;
};

struct Delivery {
  AttemptResult result = AttemptResult::kUnspecified;
  std::string answer;
};

/// One channel's way out.
class Carrier {
 public:
  virtual ~Carrier() = default;
  /// Hands over, unless `latest` comes before the first byte of content leaves.
  virtual Delivery HandOver(Channel channel, const Message& message, Monotonic latest) = 0;
};

class Tokens {
 public:
  virtual ~Tokens() = default;
  virtual LinkToken Mint(int partition) = 0;
  virtual std::string NewAskId() = 0;
};

/// For metrics and logs.
class Witness {
 public:
  virtual ~Witness() = default;
  virtual void Asked(size_t notices) = 0;
  virtual void Ended(const NoticeRef& ref, Channel channel, const Delivery& delivery,
                     std::chrono::nanoseconds took) = 0;
  virtual void NotStarted(const NoticeRef& ref, std::string_view reason) = 0;
  virtual void Failed(const NoticeRef& ref, std::string_view step, const Error& error) = 0;
};

}  // namespace relance::notifier
