#include "services/notifier/domain/receipt.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace relance::notifier {
namespace {

bool IsRegistered(Channel channel) {
  return channel == Channel::kRegistered || channel == Channel::kEregistered;
}

bool IsPresentation(ReceiptKind kind) {
  return kind == ReceiptKind::kPresented || kind == ReceiptKind::kRefused ||
         kind == ReceiptKind::kUnclaimed;
}

/// The provider may have it: submitted, or nobody knows yet.
bool MayHaveLeft(const Attempt& attempt) {
  return !attempt.result || attempt.result == AttemptResult::kSubmitted ||
         attempt.result == AttemptResult::kUnknown;
}

/// The last attempt of each contact that the receipt can be about.
std::vector<const Attempt*> Candidates(const Notice& notice, const RecordReceipt& command) {
  std::vector<const Attempt*> found;
  for (const Attempt& attempt : notice.attempts) {
    if (!MayHaveLeft(attempt)) continue;
    if (!command.attempt.empty() && attempt.id != command.attempt) continue;
    if (!command.contact.empty() && attempt.contact != command.contact) continue;
    const auto same = std::ranges::find(found, attempt.contact, &Attempt::contact);
    if (same == found.end()) {
      found.push_back(&attempt);
    } else {
      *same = &attempt;
    }
  }
  const auto registered = [](const Attempt* attempt) { return IsRegistered(attempt->channel); };
  if (IsPresentation(command.receipt.kind) && std::ranges::any_of(found, registered)) {
    std::erase_if(found, [&](const Attempt* attempt) { return !registered(attempt); });
  }
  return found;
}

/// Days of the provider may be of another zone than ours.
bool IsPossibleDay(Date on, Instant handed_over, Instant now) {
  using std::chrono::days;
  return on >= std::chrono::floor<days>(handed_over) - days(1) &&
         on <= std::chrono::floor<days>(now) + days(1);
}

}  // namespace

std::variant<std::vector<NoticeFact>, AlreadyRecorded, ReceiptRefusal> Decide(
    const Notice* notice, const RecordReceipt& command, Instant now) {
  if (notice == nullptr) return ReceiptRefusal::kUnknownNotice;
  Receipt receipt = command.receipt;
  if (receipt.kind == ReceiptKind::kUnspecified) return ReceiptRefusal::kNoKind;
  const auto candidates = Candidates(*notice, command);
  if (candidates.empty()) return ReceiptRefusal::kNotHandedOver;
  if (candidates.size() > 1) return ReceiptRefusal::kWhichContact;
  const Attempt& attempt = *candidates.front();
  if (IsPresentation(receipt.kind)) {
    if (!IsRegistered(attempt.channel)) return ReceiptRefusal::kNotRegistered;
  } else {
    receipt.on.reset();
  }
  if (receipt.on && !IsPossibleDay(*receipt.on, attempt.started_at, now)) {
    return ReceiptRefusal::kWrongDay;
  }
  const bool known = std::ranges::any_of(attempt.receipts, [&](const Receipt& earlier) {
    return earlier.kind == receipt.kind && earlier.on == receipt.on;
  });
  if (known) return AlreadyRecorded{};
  receipt.at = now;
  std::vector<NoticeFact> facts;
  if (attempt.result != AttemptResult::kSubmitted) {
    Notice before = *notice;
    const auto open = std::ranges::find(before.attempts, attempt.id, &Attempt::id);
    open->result.reset();
    const auto ended = Decide(
        &before, EndAttempt{attempt.id, AttemptResult::kSubmitted, "told by a receipt"}, now);
    facts.push_back(std::get<AttemptEnded>(ended));
  }
  facts.push_back(ReceiptRecorded{attempt.id, attempt.contact, attempt.channel, receipt});
  return facts;
}

bool HasArrived(const Attempt& attempt) {
  return !CameBack(attempt) && std::ranges::any_of(attempt.receipts, [](const Receipt& receipt) {
    return receipt.kind == ReceiptKind::kDelivered || receipt.kind == ReceiptKind::kPresented;
  });
}

bool NeverArrives(const Attempt& attempt) {
  return CameBack(attempt) || (!attempt.receipts.empty() && !HasArrived(attempt));
}

bool MayTellReceipts(std::string_view role) {
  constexpr std::array<std::string_view, 5> kMay{"collector", "lead", "legal", "admin", "operator"};
  return std::ranges::find(kMay, role) != kMay.end();
}

std::string_view Name(ReceiptRefusal refusal) {
  switch (refusal) {
    case ReceiptRefusal::kUnknownNotice:
      return "unknown_notice";
    case ReceiptRefusal::kNoKind:
      return "no_kind";
    case ReceiptRefusal::kNotHandedOver:
      return "not_handed_over";
    case ReceiptRefusal::kWhichContact:
      return "which_contact";
    case ReceiptRefusal::kNotRegistered:
      return "not_registered";
    case ReceiptRefusal::kWrongDay:
      return "wrong_day";
  }
  return "refused";
}

std::string_view FieldOf(ReceiptRefusal refusal) {
  switch (refusal) {
    case ReceiptRefusal::kUnknownNotice:
      return "notice_id";
    case ReceiptRefusal::kNoKind:
    case ReceiptRefusal::kNotRegistered:
      return "receipt_kind";
    case ReceiptRefusal::kNotHandedOver:
    case ReceiptRefusal::kWhichContact:
      return "contact_id";
    case ReceiptRefusal::kWrongDay:
      return "on";
  }
  return "";
}

}  // namespace relance::notifier
