#include "services/scenario/domain/words.h"

namespace relance::scenario {
namespace {

template <class E, size_t N>
std::optional<E> Find(const std::array<E, N>& all, std::string_view word) {
  for (const E e : all) {
    if (Word(e) == word) return e;
  }
  return std::nullopt;
}

}  // namespace

std::string_view Word(Channel v) {
  switch (v) {
    case Channel::kEmail:
      return "email";
    case Channel::kSms:
      return "sms";
    case Channel::kLetter:
      return "letter";
    case Channel::kRegistered:
      return "registered";
    case Channel::kElectronicRegistered:
      return "eregistered";
  }
  return "";
}

std::string_view Word(HoldReason v) {
  switch (v) {
    case HoldReason::kManual:
      return "manual";
    case HoldReason::kPromise:
      return "promise";
    case HoldReason::kDispute:
      return "dispute";
    case HoldReason::kCreditNotePending:
      return "credit_note_pending";
    case HoldReason::kPlan:
      return "plan";
    case HoldReason::kInFlight:
      return "in_flight";
    case HoldReason::kSuspended:
      return "suspended";
    case HoldReason::kCashToAllocate:
      return "cash_to_allocate";
  }
  return "";
}

std::string_view Word(Closing v) {
  switch (v) {
    case Closing::kPaid:
      return "paid";
    case Closing::kCredited:
      return "credited";
    case Closing::kTolerance:
      return "tolerance";
    case Closing::kWrittenOff:
      return "written_off";
    case Closing::kCorrected:
      return "corrected";
  }
  return "";
}

std::string_view Word(PromiseState v) {
  switch (v) {
    case PromiseState::kFar:
      return "far";
    case PromiseState::kOpen:
      return "open";
    case PromiseState::kComment:
      return "comment";
    case PromiseState::kReplaced:
      return "replaced";
    case PromiseState::kKept:
      return "kept";
    case PromiseState::kPartlyKept:
      return "partly_kept";
    case PromiseState::kBroken:
      return "broken";
    case PromiseState::kEnded:
      return "ended";
  }
  return "";
}

std::string_view Word(DisputeState v) {
  switch (v) {
    case DisputeState::kAwaitingApproval:
      return "awaiting_approval";
    case DisputeState::kOpen:
      return "open";
    case DisputeState::kRejected:
      return "rejected";
    case DisputeState::kUpheld:
      return "upheld";
    case DisputeState::kCredited:
      return "credited";
    case DisputeState::kEnded:
      return "ended";
  }
  return "";
}

std::string_view Word(PlanState v) {
  switch (v) {
    case PlanState::kAwaitingApproval:
      return "awaiting_approval";
    case PlanState::kProposed:
      return "proposed";
    case PlanState::kActive:
      return "active";
    case PlanState::kLapsed:
      return "lapsed";
    case PlanState::kBroken:
      return "broken";
    case PlanState::kCompleted:
      return "completed";
    case PlanState::kEnded:
      return "ended";
  }
  return "";
}

std::string_view Word(NoticeState v) {
  switch (v) {
    case NoticeState::kPlanned:
      return "planned";
    case NoticeState::kCleared:
      return "cleared";
    case NoticeState::kWithdrawn:
      return "withdrawn";
    case NoticeState::kCounted:
      return "counted";
    case NoticeState::kFailed:
      return "failed";
  }
  return "";
}

std::string_view Word(TaskKind v) {
  switch (v) {
    case TaskKind::kCall:
      return "call";
    case TaskKind::kApprove:
      return "approve";
    case TaskKind::kAllocate:
      return "allocate";
    case TaskKind::kWriteOff:
      return "writeoff";
    case TaskKind::kDispute:
      return "dispute";
    case TaskKind::kEscalate:
      return "escalate";
    case TaskKind::kDocument:
      return "document";
    case TaskKind::kFindContact:
      return "find_contact";
    case TaskKind::kDecideCap:
      return "decide cap";
    case TaskKind::kDecideMinimum:
      return "decide minimum";
    case TaskKind::kPromise:
      return "promise";
    case TaskKind::kClaim:
      return "claim";
    case TaskKind::kCallback:
      return "callback";
    case TaskKind::kDecideForce:
      return "decide force";
  }
  return "";
}

std::string_view Word(Obstacle v) {
  switch (v) {
    case Obstacle::kNone:
      return "";
    case Obstacle::kStopped:
      return "stopped";
    case Obstacle::kStale:
      return "stale";
    case Obstacle::kGap:
      return "gap";
    case Obstacle::kInsolvent:
      return "insolvent";
    case Obstacle::kLitigation:
      return "litigation";
    case Obstacle::kPaid:
      return "paid";
    case Obstacle::kCredited:
      return "credited";
    case Obstacle::kTolerance:
      return "tolerance";
    case Obstacle::kWrittenOff:
      return "written_off";
    case Obstacle::kCorrected:
      return "corrected";
    case Obstacle::kHeld:
      return "held";
    case Obstacle::kChanged:
      return "changed";
    case Obstacle::kCovered:
      return "covered";
    case Obstacle::kMinimum:
      return "minimum";
    case Obstacle::kFloor:
      return "floor";
    case Obstacle::kWindow:
      return "window";
    case Obstacle::kNoContact:
      return "no_contact";
    case Obstacle::kDocument:
      return "document";
    case Obstacle::kPressure:
      return "pressure";
    case Obstacle::kApproval:
      return "approval";
    case Obstacle::kReopened:
      return "reopened";
    case Obstacle::kNoText:
      return "no_text";
  }
  return "";
}

std::string_view Word(ThankYouState v) {
  switch (v) {
    case ThankYouState::kOwed:
      return "owed";
    case ThankYouState::kPlanned:
      return "planned";
    case ThankYouState::kCleared:
      return "cleared";
    case ThankYouState::kWithdrawn:
      return "withdrawn";
    case ThankYouState::kSent:
      return "sent";
    case ThankYouState::kFailed:
      return "failed";
  }
  return "";
}

std::string_view Word(RefusalReason v) {
  switch (v) {
    case RefusalReason::kItem:
      return "item";
    case RefusalReason::kPast:
      return "past";
    case RefusalReason::kNoEnd:
      return "no_end";
    case RefusalReason::kSecondPerson:
      return "second_person";
    case RefusalReason::kStep:
      return "step";
    case RefusalReason::kNothing:
      return "nothing";
    case RefusalReason::kAsked:
      return "asked";
    case RefusalReason::kOutcome:
      return "outcome";
  }
  return "";
}

std::string_view Word(ForceEnd v) {
  switch (v) {
    case ForceEnd::kConfirmed:
      return "confirmed";
    case ForceEnd::kRefused:
      return "refused";
    case ForceEnd::kExpired:
      return "expired";
  }
  return "";
}

std::string_view Word(CallOutcome v) {
  switch (v) {
    case CallOutcome::kReached:
      return "reached";
    case CallOutcome::kNoAnswer:
      return "no_answer";
    case CallOutcome::kMessageLeft:
      return "message_left";
    case CallOutcome::kWrongNumber:
      return "wrong_number";
    case CallOutcome::kRefused:
      return "refused";
    case CallOutcome::kPromised:
      return "promised";
    case CallOutcome::kDisputed:
      return "disputed";
    case CallOutcome::kCallback:
      return "callback";
    case CallOutcome::kAnnounced:
      return "announced";
  }
  return "";
}

std::string_view Word(PayerProfile v) {
  switch (v) {
    case PayerProfile::kStandard:
      return "standard";
    case PayerProfile::kGood:
      return "good";
    case PayerProfile::kNegligent:
      return "negligent";
    case PayerProfile::kBad:
      return "bad";
    case PayerProfile::kStrained:
      return "strained";
    case PayerProfile::kAdministrative:
      return "administrative";
    case PayerProfile::kDisputeProne:
      return "dispute-prone";
    case PayerProfile::kAutomatic:
      return "automatic";
  }
  return "";
}

std::string_view Word(ConductKind v) {
  switch (v) {
    case ConductKind::kPaid:
      return "paid";
    case ConductKind::kRejected:
      return "rejected";
    case ConductKind::kPromise:
      return "promise";
    case ConductKind::kDispute:
      return "dispute";
    case ConductKind::kPlan:
      return "plan";
  }
  return "";
}

std::string_view Word(MoneyKind v) {
  return v == MoneyKind::kPayment ? "payment" : "credit";
}

std::string_view Word(PaymentMode v) {
  switch (v) {
    case PaymentMode::kTransfer:
      return "transfer";
    case PaymentMode::kDebit:
      return "debit";
    case PaymentMode::kCard:
      return "card";
  }
  return "";
}

std::string_view Word(InvoiceStatus v) {
  switch (v) {
    case InvoiceStatus::kRefused:
      return "refused";
    case InvoiceStatus::kDisputed:
      return "disputed";
    case InvoiceStatus::kSuspended:
      return "suspended";
    case InvoiceStatus::kCompleted:
      return "completed";
    case InvoiceStatus::kTransmitted:
      return "transmitted";
  }
  return "";
}

std::optional<CallOutcome> CallOutcomeOf(std::string_view word) {
  return Find(kCallOutcomes, word);
}

std::optional<PayerProfile> PayerProfileOf(std::string_view word) {
  return Find(kPayerProfiles, word);
}

std::optional<Channel> ChannelOf(std::string_view word) {
  return Find(kChannels, word);
}

std::optional<PaymentMode> PaymentModeOf(std::string_view word) {
  return Find(std::array{PaymentMode::kTransfer, PaymentMode::kDebit, PaymentMode::kCard}, word);
}

std::optional<InvoiceStatus> InvoiceStatusOf(std::string_view word) {
  return Find(
      std::array{InvoiceStatus::kRefused, InvoiceStatus::kDisputed, InvoiceStatus::kSuspended,
                 InvoiceStatus::kCompleted, InvoiceStatus::kTransmitted},
      word);
}

Obstacle ObstacleOf(Closing closing) {
  switch (closing) {
    case Closing::kPaid:
      return Obstacle::kPaid;
    case Closing::kCredited:
      return Obstacle::kCredited;
    case Closing::kTolerance:
      return Obstacle::kTolerance;
    case Closing::kWrittenOff:
      return Obstacle::kWrittenOff;
    case Closing::kCorrected:
      return Obstacle::kCorrected;
  }
  return Obstacle::kNone;
}

}  // namespace relance::scenario
