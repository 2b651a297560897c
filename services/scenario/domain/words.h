#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

/// The words of the trade that have a fixed spelling in files, logs and stored facts.
namespace relance::scenario {

enum class Channel { kEmail, kSms, kLetter, kRegistered, kElectronicRegistered };
enum class HoldScope { kItem, kPart, kCase, kDebtor };
enum class HoldReason {
  kManual,  ///< By a person, who gives it a word of his own.
  kPromise,
  kDispute,
  kCreditNotePending,
  kPlan,
  kInFlight,
  kSuspended,
  kCashToAllocate,
};
enum class Closing { kPaid, kCredited, kTolerance, kWrittenOff, kCorrected };
enum class PromiseState { kFar, kOpen, kComment, kReplaced, kKept, kPartlyKept, kBroken, kEnded };
enum class DisputeState { kAwaitingApproval, kOpen, kRejected, kUpheld, kCredited, kEnded };
enum class PlanState {
  kAwaitingApproval,
  kProposed,
  kActive,
  kLapsed,
  kBroken,
  kCompleted,
  kEnded,
};
enum class NoticeState { kPlanned, kCleared, kWithdrawn, kCounted, kFailed };
enum class TaskKind {
  kCall,  ///< A call step; the task's own word (call, check ...) is in Task::word.
  kApprove,
  kAllocate,
  kWriteOff,
  kDispute,
  kEscalate,
  kDocument,
  kFindContact,
  kDecideCap,
  kDecideMinimum,
  kPromise,
  kClaim,
  kCallback,
};
/// Why a due step may not leave, or a planned notice was withdrawn.
enum class Obstacle {
  kNone,
  kStopped,
  kStale,
  kGap,
  kInsolvent,
  kLitigation,
  kPaid,
  kCredited,
  kTolerance,
  kWrittenOff,
  kCorrected,
  kHeld,
  kChanged,
  kCovered,
  kMinimum,
  kFloor,
  kWindow,
  kNoContact,
  kDocument,
  kPressure,
  kApproval,
};
enum class RefusalReason { kItem, kPast, kNoEnd, kSecondPerson, kStep, kNothing };
enum class MoneyKind { kPayment, kCredit };
enum class PaymentMode { kTransfer, kDebit, kCard };
enum class InvoiceStatus { kRefused, kDisputed, kSuspended, kCompleted, kTransmitted };

std::string_view Word(Channel v);
std::string_view Word(HoldReason v);
std::string_view Word(Closing v);
std::string_view Word(PromiseState v);
std::string_view Word(DisputeState v);
std::string_view Word(PlanState v);
std::string_view Word(NoticeState v);
std::string_view Word(TaskKind v);
std::string_view Word(Obstacle v);
std::string_view Word(RefusalReason v);
std::string_view Word(MoneyKind v);
std::string_view Word(PaymentMode v);
std::string_view Word(InvoiceStatus v);

inline constexpr std::array kChannels{Channel::kEmail, Channel::kSms, Channel::kLetter,
                                      Channel::kRegistered, Channel::kElectronicRegistered};

std::optional<Channel> ChannelOf(std::string_view word);
std::optional<PaymentMode> PaymentModeOf(std::string_view word);
std::optional<InvoiceStatus> InvoiceStatusOf(std::string_view word);

/// "Item closed" as the reason why its notice was withdrawn.
Obstacle ObstacleOf(Closing closing);

}  // namespace relance::scenario
