#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "services/notifier/domain/notice.h"

/// Names in the notifier's view. Documents: "notice/FR01/D42/<id>" (also the key of a notice's
/// journal entries), "cleared/FR01/D42/<id>" (what its clearance says, while it may be needed),
/// "link/<hash>", "parked/<topic>/<offset>". Members of the index:
///
///     notice/FR01/D42/<id>            every notice, by entity and account
///     queue/<time>/FR01/D42/<id>      to be asked for, in the order of their moments
///     ready/FR01/D42/<id>             cleared, a contact left to be tried
///     running/FR01/D42/<id>           an attempt without a result
namespace relance::notifier {

/// "FR01/D42/<id>"
std::string PathOf(const NoticeRef& ref);
std::string NoticeKey(const NoticeRef& ref);
std::string ClearedKey(const NoticeRef& ref);
/// `hash` is raw bytes.
std::string LinkKey(std::string_view hash);

inline constexpr std::string_view kNotices = "notice/";
inline constexpr std::string_view kQueue = "queue/";
inline constexpr std::string_view kReady = "ready/";
inline constexpr std::string_view kRunning = "running/";

std::string QueueMember(Instant at, const NoticeRef& ref);
/// Greater than every member of the queue up to and including `now`.
std::string QueueEnd(Instant now);

/// The reference at the end of a key or member; nullopt when it is none.
std::optional<NoticeRef> ParseRef(std::string_view prefix, std::string_view text);
struct QueuedRef {
  Instant at{};
  NoticeRef ref;
};
std::optional<QueuedRef> ParseQueueMember(std::string_view member);

}  // namespace relance::notifier
