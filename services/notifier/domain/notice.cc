#include "services/notifier/domain/notice.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libs/base/overloaded.h"
#include "libs/digest/digest.h"
#include "services/notifier/domain/address.h"
#include "services/notifier/domain/retry.h"

namespace relance::notifier {
namespace {

Attempt* FindAttempt(Notice& notice, const std::string& id) {
  const auto at = std::ranges::find(notice.attempts, id, &Attempt::id);
  return at == notice.attempts.end() ? nullptr : &*at;
}

const Attempt* FindAttempt(const Notice& notice, const std::string& id) {
  return FindAttempt(const_cast<Notice&>(notice), id);
}

const ClearedContact* FindContact(const Notice& notice, const std::string& id) {
  if (!notice.clearance) return nullptr;
  const auto at = std::ranges::find(notice.clearance->contacts, id, &ClearedContact::id);
  return at == notice.clearance->contacts.end() ? nullptr : &*at;
}

bool UsedClearance(const Notice& notice, std::string_view contact) {
  return std::ranges::any_of(notice.attempts, [&](const Attempt& a) {
    return a.contact == contact && a.clearance == notice.clearance->sequence;
  });
}

bool MayStart(const Notice& notice, const ClearedContact& contact) {
  const Standing standing = StandingOf(notice, contact).standing;
  return (standing == Standing::kUntried || standing == Standing::kWaiting) &&
         !UsedClearance(notice, contact.id);
}

/// The state follows from what is known of the contacts. A clearance is used up by one attempt at
/// each contact: whoever is to be tried again waits for another.
Notice WithState(Notice notice, Instant now) {
  notice.changed_at = now;
  if (!notice.withdrawn.empty()) {
    notice.state = NoticeState::kWithdrawn;
    return notice;
  }
  notice.state = NoticeState::kQueued;
  if (!notice.clearance) return notice;
  std::optional<Instant> retry_at;
  for (const ClearedContact& contact : notice.clearance->contacts) {
    const ContactStanding c = StandingOf(notice, contact);
    if (c.standing == Standing::kWaiting) {
      retry_at = retry_at ? std::min(*retry_at, c.retry_at) : c.retry_at;
    }
  }
  if (!OpenContacts(notice).empty()) {
    notice.state = NoticeState::kReady;
  } else if (HasRunning(notice)) {
    notice.state = NoticeState::kSending;
  } else if (retry_at) {
    notice.ask_at = *retry_at;
  } else {
    notice.state = NoticeState::kEnded;
  }
  return notice;
}

std::optional<StartRefusal> RefusalOf(Standing standing) {
  switch (standing) {
    case Standing::kUntried:
    case Standing::kWaiting:
      return std::nullopt;
    case Standing::kRunning:
      return StartRefusal::kRunning;
    case Standing::kSubmitted:
      return StartRefusal::kSubmitted;
    case Standing::kAddressDead:
      return StartRefusal::kAddressDead;
    case Standing::kPersonDecides:
      return StartRefusal::kPersonDecides;
    case Standing::kTriedOut:
      return StartRefusal::kTriedOut;
  }
  return StartRefusal::kNotReady;
}

/// What makes this attempt the next one at its contact.
std::optional<StartRefusal> CheckIdentity(const Notice& notice, const Attempt& attempt) {
  if (attempt.number != NextNumber(notice, attempt.contact) ||
      attempt.id != AttemptId(notice.id, attempt.contact, attempt.number)) {
    return StartRefusal::kWrongNumber;
  }
  const bool other = std::ranges::any_of(notice.attempts, [&](const Attempt& a) {
    return a.contact == attempt.contact && a.message_id != attempt.message_id;
  });
  if (other || attempt.message_id.empty()) return StartRefusal::kOtherMessage;
  if (attempt.blob.size() != sizeof(Digest)) return StartRefusal::kNoBytes;
  return std::nullopt;
}

std::optional<StartRefusal> Check(const Notice* notice, const StartAttempt& command) {
  const Attempt& attempt = command.attempt;
  if (notice == nullptr) return StartRefusal::kUnknownNotice;
  if (!notice->withdrawn.empty()) return StartRefusal::kWithdrawn;
  if (!notice->clearance) return StartRefusal::kNotReady;
  const Clearance& clearance = *notice->clearance;
  if ((!command.ask_id.empty() && command.ask_id != clearance.ask_id) ||
      attempt.clearance != clearance.sequence || attempt.fence != clearance.fence) {
    return StartRefusal::kOtherClearance;
  }
  const ClearedContact* contact = FindContact(*notice, attempt.contact);
  if (contact == nullptr || contact->channel != attempt.channel) {
    return StartRefusal::kUnknownContact;
  }
  if (const auto refusal = RefusalOf(StandingOf(*notice, *contact).standing)) return refusal;
  if (UsedClearance(*notice, contact->id)) return StartRefusal::kClearanceUsed;
  return CheckIdentity(*notice, attempt);
}

}  // namespace

std::vector<ClearedContact> OpenContacts(const Notice& notice) {
  std::vector<ClearedContact> open;
  if (!notice.clearance || !notice.withdrawn.empty()) return open;
  std::ranges::copy_if(notice.clearance->contacts, std::back_inserter(open),
                       [&](const ClearedContact& contact) { return MayStart(notice, contact); });
  return open;
}

int NextNumber(const Notice& notice, std::string_view contact) {
  const auto so_far = std::ranges::count(notice.attempts, contact, &Attempt::contact);
  return static_cast<int>(so_far) + 1;
}

bool CameBack(const Attempt& attempt) {
  return std::ranges::any_of(attempt.receipts, [](const Receipt& receipt) {
    return receipt.kind == ReceiptKind::kBounced || receipt.kind == ReceiptKind::kFailed;
  });
}

bool HasRunning(const Notice& notice) {
  return std::ranges::any_of(notice.attempts, [](const Attempt& a) { return !a.result; });
}

Notice Evolve(Notice notice, const NoticeFact& fact, Instant recorded_at) {
  std::visit(Overloaded{
                 [&](const NoticeQueued& f) {
                   if (!notice.id.empty()) return;
                   notice.id = f.id;
                   notice.account = f.account;
                   notice.step = f.step;
                   notice.planned_at = f.planned_at;
                   notice.ask_at = f.planned_at;
                 },
                 [&](const NoticeReady& f) { notice.clearance = f.clearance; },
                 [&](const NoticeDropped& f) {
                   notice.withdrawn = f.reason.empty() ? "withdrawn" : f.reason;
                 },
                 [&](const AttemptStarted& f) {
                   if (FindAttempt(notice, f.attempt.id) != nullptr) return;
                   notice.attempts.push_back(f.attempt);
                   notice.attempts.back().started_at = recorded_at;
                   notice.attempts.back().result.reset();
                 },
                 [&](const AttemptEnded& f) {
                   Attempt* attempt = FindAttempt(notice, f.attempt);
                   if (attempt == nullptr) return;
                   attempt->result = f.result;
                   attempt->answer = f.answer;
                   attempt->ended_at = f.ended_at;
                 },
                 [&](const ReceiptRecorded& f) {
                   Attempt* attempt = FindAttempt(notice, f.attempt);
                   if (attempt != nullptr) attempt->receipts.push_back(f.receipt);
                 },
             },
             fact);
  return WithState(std::move(notice), recorded_at);
}

std::optional<NoticeFact> FollowPlanned(const Notice* notice, const NoticeQueued& planned) {
  if (notice != nullptr) return std::nullopt;
  return planned;
}

std::optional<NoticeFact> FollowCleared(const Notice* notice, const Clearance& clearance) {
  if (notice == nullptr || !notice->withdrawn.empty()) return std::nullopt;
  if (notice->state == NoticeState::kEnded) return std::nullopt;
  if (notice->clearance && notice->clearance->sequence >= clearance.sequence) return std::nullopt;
  return NoticeReady{clearance};
}

std::optional<NoticeFact> FollowWithdrawn(const Notice* notice, const std::string& reason) {
  if (notice == nullptr || !notice->withdrawn.empty()) return std::nullopt;
  if (notice->state == NoticeState::kEnded) return std::nullopt;
  return NoticeDropped{reason};
}

std::variant<AttemptStarted, StartRefusal> Decide(const Notice* notice, const StartAttempt& command,
                                                  Instant now) {
  if (const auto refusal = Check(notice, command)) return *refusal;
  AttemptStarted started{command.attempt};
  started.attempt.started_at = now;
  started.attempt.result.reset();
  return started;
}

std::variant<AttemptEnded, AlreadyEnded, EndRefusal> Decide(const Notice* notice,
                                                            const EndAttempt& command,
                                                            Instant now) {
  if (notice == nullptr) return EndRefusal::kUnknownNotice;
  const Attempt* attempt = FindAttempt(*notice, command.attempt);
  if (attempt == nullptr) return EndRefusal::kUnknownAttempt;
  if (command.result == AttemptResult::kUnspecified) return EndRefusal::kNoResult;
  const bool resolves =
      attempt->result == AttemptResult::kUnknown && command.result != AttemptResult::kUnknown;
  if (attempt->result && !resolves) return AlreadyEnded{};
  AttemptEnded ended{command.attempt, attempt->contact, command.result, command.answer, false, now,
                     attempt->channel};
  ended.address_refused =
      command.result == AttemptResult::kPermanentFailure && RefusesAddress(command.answer);
  const Notice after = Evolve(*notice, ended, now);
  ended.last_of_notice = after.state == NoticeState::kEnded ||
                         (after.state == NoticeState::kWithdrawn && !HasRunning(after));
  return ended;
}

std::string AttemptId(std::string_view notice, std::string_view contact, int number) {
  return DerivedId("attempt", notice, contact, std::to_string(number));
}

std::string MessageId(std::string_view notice, std::string_view contact, std::string_view domain) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string local(notice);
  local += '.';
  for (const char c : contact) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (plain) {
      local += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      local += {'_', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return "<" + local + "@" + std::string(domain) + ">";
}

std::string_view Name(Channel channel) {
  switch (channel) {
    case Channel::kUnspecified:
      return "unspecified";
    case Channel::kEmail:
      return "email";
    case Channel::kSms:
      return "sms";
    case Channel::kLetter:
      return "letter";
    case Channel::kRegistered:
      return "registered";
    case Channel::kEregistered:
      return "eregistered";
  }
  return "unspecified";
}

std::string_view Name(AttemptResult result) {
  switch (result) {
    case AttemptResult::kUnspecified:
      return "unspecified";
    case AttemptResult::kSubmitted:
      return "submitted";
    case AttemptResult::kTemporaryFailure:
      return "temporary_failure";
    case AttemptResult::kPermanentFailure:
      return "permanent_failure";
    case AttemptResult::kTechnicalFailure:
      return "technical_failure";
    case AttemptResult::kUnknown:
      return "unknown";
  }
  return "unspecified";
}

std::string_view Name(ReceiptKind kind) {
  switch (kind) {
    case ReceiptKind::kUnspecified:
      return "unspecified";
    case ReceiptKind::kDelivered:
      return "delivered";
    case ReceiptKind::kBounced:
      return "bounced";
    case ReceiptKind::kFailed:
      return "failed";
    case ReceiptKind::kPresented:
      return "presented";
    case ReceiptKind::kRefused:
      return "refused";
    case ReceiptKind::kUnclaimed:
      return "unclaimed";
  }
  return "unspecified";
}

std::string_view Name(StartRefusal refusal) {
  switch (refusal) {
    case StartRefusal::kUnknownNotice:
      return "unknown_notice";
    case StartRefusal::kWithdrawn:
      return "withdrawn";
    case StartRefusal::kNotReady:
      return "not_ready";
    case StartRefusal::kOtherClearance:
      return "other_clearance";
    case StartRefusal::kUnknownContact:
      return "unknown_contact";
    case StartRefusal::kRunning:
      return "running";
    case StartRefusal::kSubmitted:
      return "submitted";
    case StartRefusal::kAddressDead:
      return "address_dead";
    case StartRefusal::kPersonDecides:
      return "person_decides";
    case StartRefusal::kTriedOut:
      return "tried_out";
    case StartRefusal::kClearanceUsed:
      return "clearance_used";
    case StartRefusal::kWrongNumber:
      return "wrong_number";
    case StartRefusal::kOtherMessage:
      return "other_message";
    case StartRefusal::kNoBytes:
      return "no_bytes";
  }
  return "refused";
}

std::string_view Name(EndRefusal refusal) {
  switch (refusal) {
    case EndRefusal::kUnknownNotice:
      return "unknown_notice";
    case EndRefusal::kUnknownAttempt:
      return "unknown_attempt";
    case EndRefusal::kNoResult:
      return "no_result";
  }
  return "refused";
}

}  // namespace relance::notifier
