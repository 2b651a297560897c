#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"

/// The life of one notice: queued, cleared, attempted, ended or withdrawn.
namespace relance::notifier {

enum class Channel { kUnspecified, kEmail, kSms, kLetter, kRegistered, kEregistered };

/// "email", "sms" ...
std::string_view Name(Channel channel);

enum class AttemptResult {
  kUnspecified,
  kSubmitted,         ///< The provider has it.
  kTemporaryFailure,  ///< Refused now.
  kPermanentFailure,  ///< This address will never take it.
  kTechnicalFailure,  ///< Nothing was sent.
  kUnknown,           ///< The answer was lost after the bytes had left.
};

/// "submitted", "temporary_failure" ...
std::string_view Name(AttemptResult result);

/// What a provider tells of a message after it was handed over.
enum class ReceiptKind {
  kUnspecified,
  kDelivered,  ///< The recipient's side has it; this is not "read".
  kBounced,    ///< The address takes nothing.
  kFailed,     ///< This message did not arrive.
  kPresented,  ///< A registered letter was handed to the recipient.
  kRefused,    ///< He did not take it.
  kUnclaimed,  ///< It was kept for him and not fetched.
};

/// "delivered", "bounced" ...
std::string_view Name(ReceiptKind kind);

struct Receipt {
  ReceiptKind kind = ReceiptKind::kUnspecified;
  std::optional<Date> on;  ///< Of the first presentation.
  std::string words;       ///< Of the provider; no personal data.
  std::string by;          ///< Who told it.
  Instant at{};

  bool operator==(const Receipt&) const = default;
};

/// One contact that a clearance allows.
struct ClearedContact {
  std::string id;
  Channel channel = Channel::kUnspecified;

  bool operator==(const ClearedContact&) const = default;
};

/// The scenario's word that the notice may leave now, as of its own sequence and the fence.
struct Clearance {
  std::string ask_id;
  uint64_t fence = 0;     ///< f, of the ledger's journal.
  uint64_t sequence = 0;  ///< c, of the scenario's journal.
  int level = 0;
  bool formal = false;
  std::vector<ClearedContact> contacts;

  bool operator==(const Clearance&) const = default;
};

/// One hand-over to one contact, journalled before the socket is touched.
struct Attempt {
  std::string id;
  std::string contact;
  Channel channel = Channel::kUnspecified;
  int number = 0;
  std::string blob;  ///< SHA-256 of the bytes handed over, 32 bytes.
  std::string message_id;
  uint64_t fence = 0;
  uint64_t clearance = 0;
  Instant started_at{};
  std::optional<AttemptResult> result;
  std::string answer;  ///< Of the provider; no personal data.
  Instant ended_at{};
  std::vector<Receipt> receipts;  ///< As they came.

  bool operator==(const Attempt&) const = default;
};

/// A receipt says that the message did not arrive.
bool CameBack(const Attempt& attempt);

enum class NoticeState {
  kQueued,     ///< Waits for its moment, or for a clearance.
  kReady,      ///< Cleared, and a contact is left to be tried under this clearance.
  kSending,    ///< An attempt is running.
  kEnded,      ///< No contact is left to be tried.
  kWithdrawn,  ///< Never to be sent (again).
};

/// Where a notice is found.
struct NoticeRef {
  AccountId account;
  std::string notice;

  auto operator<=>(const NoticeRef&) const = default;
};

struct Notice {
  std::string id;
  AccountId account;
  std::string step;
  Instant planned_at{};
  NoticeState state = NoticeState::kQueued;
  Instant ask_at{};  ///< While queued: not to be asked for before.
  std::optional<Clearance> clearance;
  std::vector<Attempt> attempts;
  std::string withdrawn;  ///< The scenario's reason.
  Instant changed_at{};

  bool operator==(const Notice&) const = default;
};

/// Facts, in the words of the journal.
struct NoticeQueued {
  std::string id;
  AccountId account;
  std::string step;
  Instant planned_at{};
};
struct NoticeReady {
  Clearance clearance;
};
struct NoticeDropped {
  std::string reason;
};
struct AttemptStarted {
  Attempt attempt;  ///< Without result.
};
struct AttemptEnded {
  std::string attempt;
  std::string contact;
  AttemptResult result = AttemptResult::kUnspecified;
  std::string answer;
  bool last_of_notice = false;
  Instant ended_at{};
  Channel channel = Channel::kUnspecified;
  bool address_refused = false;  ///< The address takes nothing, whatever the message.
};
struct ReceiptRecorded {
  std::string attempt;
  std::string contact;
  Channel channel = Channel::kUnspecified;
  Receipt receipt;
};
using NoticeFact = std::variant<NoticeQueued, NoticeReady, NoticeDropped, AttemptStarted,
                                AttemptEnded, ReceiptRecorded>;

/// Total: a late or repeated fact changes nothing. `recorded_at` is the record's.
Notice Evolve(Notice notice, const NoticeFact& fact, Instant recorded_at);

/// What the scenario said; nullopt when it changes nothing (said before, or too late).
std::optional<NoticeFact> FollowPlanned(const Notice* notice, const NoticeQueued& planned);
std::optional<NoticeFact> FollowCleared(const Notice* notice, const Clearance& clearance);
std::optional<NoticeFact> FollowWithdrawn(const Notice* notice, const std::string& reason);

/// Why an attempt may not start, in order of precedence.
enum class StartRefusal {
  kUnknownNotice,
  kWithdrawn,
  kNotReady,        ///< Not cleared.
  kOtherClearance,  ///< Cleared, but not with this ask and sequence.
  kUnknownContact,  ///< Not one that the clearance allows, or on another channel.
  kRunning,         ///< The contact has an attempt without a result.
  kSubmitted,       ///< The contact has it.
  kAddressDead,     ///< It failed for good.
  kPersonDecides,   ///< Its fate is unknown, and no rule allows a resend.
  kTriedOut,        ///< The schedule of retries is used up.
  kClearanceUsed,   ///< The contact was tried under this clearance.
  kWrongNumber,     ///< Number or id are not those of the next attempt.
  kOtherMessage,    ///< Another Message-ID than that of the earlier attempts, or none.
  kNoBytes,         ///< The blob is not named by a SHA-256.
};
std::string_view Name(StartRefusal refusal);

struct StartAttempt {
  std::string ask_id;  ///< Empty: known by its sequence alone.
  Attempt attempt;
};
std::variant<AttemptStarted, StartRefusal> Decide(const Notice* notice, const StartAttempt& command,
                                                  Instant now);

enum class EndRefusal { kUnknownNotice, kUnknownAttempt, kNoResult };
std::string_view Name(EndRefusal refusal);

struct EndAttempt {
  std::string attempt;
  AttemptResult result = AttemptResult::kUnspecified;
  std::string answer;
};
struct AlreadyEnded {};
/// The first definite result stays; UNKNOWN gives way to a definite one that was found later.
std::variant<AttemptEnded, AlreadyEnded, EndRefusal> Decide(const Notice* notice,
                                                            const EndAttempt& command, Instant now);

/// The contacts at which an attempt may start under the present clearance, by the rules of Decide,
/// in its order.
std::vector<ClearedContact> OpenContacts(const Notice& notice);
int NextNumber(const Notice& notice, std::string_view contact);
bool HasRunning(const Notice& notice);

/// The provider's idempotency key.
std::string AttemptId(std::string_view notice, std::string_view contact, int number);
/// "<notice.contact@domain>": stable over the attempts, so that a retry is the same mail.
std::string MessageId(std::string_view notice, std::string_view contact, std::string_view domain);

template <class Archive>
void Describe(Archive& archive, ClearedContact& v) {
  archive(v.id, v.channel);
}
template <class Archive>
void Describe(Archive& archive, Clearance& v) {
  archive(v.ask_id, v.fence, v.sequence, v.level, v.formal, v.contacts);
}
template <class Archive>
void Describe(Archive& archive, Receipt& v) {
  archive(v.kind, v.on, v.words, v.by, v.at);
}
template <class Archive>
void Describe(Archive& archive, Attempt& v) {
  archive(v.id, v.contact, v.channel, v.number, v.blob, v.message_id, v.fence, v.clearance,
          v.started_at, v.result, v.answer, v.ended_at, v.receipts);
}
template <class Archive>
void Describe(Archive& archive, Notice& v) {
  archive(v.id, v.account.entity, v.account.account, v.step, v.planned_at, v.state, v.ask_at,
          v.clearance, v.attempts, v.withdrawn, v.changed_at);
}

}  // namespace relance::notifier
