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
  kDecideForce,  ///< A second person confirms or refuses a step out of order.
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
  kReopened,  ///< Something is owed again: nobody is thanked.
  kNoText,    ///< The configuration has no words for it.
};
/// What became of the thank-you for a payment.
enum class ThankYouState {
  kOwed,  ///< It waits for the first open moment.
  kPlanned,
  kCleared,
  kWithdrawn,
  kSent,
  kFailed,  ///< It did not arrive.
};
enum class RefusalReason { kItem, kPast, kNoEnd, kSecondPerson, kStep, kNothing, kAsked, kOutcome };
enum class ForceEnd { kConfirmed, kRefused, kExpired };
/// How a telephone call ended.
enum class CallOutcome {
  kReached,      ///< Somebody spoke; nothing was agreed.
  kNoAnswer,     ///< The call is still to be made.
  kMessageLeft,  ///< Likewise: nobody has answered yet.
  kWrongNumber,  ///< A person looks for another one.
  kRefused,      ///< He will not pay.
  kPromised,
  kDisputed,
  kCallback,   ///< To be called again at a moment agreed.
  kAnnounced,  ///< He says that the payment is on its way.
};
/// What a debtor's behaviour is called.
enum class PayerProfile {
  kStandard,  ///< Too little is known, or nothing stands out.
  kGood,
  kNegligent,
  kBad,
  kStrained,
  kAdministrative,
  kDisputeProne,
  kAutomatic,
};
/// What a case remembers of how its debtor behaves.
enum class ConductKind { kPaid, kRejected, kPromise, kDispute, kPlan };
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
std::string_view Word(ThankYouState v);
std::string_view Word(RefusalReason v);
std::string_view Word(ForceEnd v);
std::string_view Word(CallOutcome v);
std::string_view Word(PayerProfile v);
std::string_view Word(ConductKind v);
std::string_view Word(MoneyKind v);
std::string_view Word(PaymentMode v);
std::string_view Word(InvoiceStatus v);

inline constexpr std::array kChannels{Channel::kEmail, Channel::kSms, Channel::kLetter,
                                      Channel::kRegistered, Channel::kElectronicRegistered};

inline constexpr std::array kCallOutcomes{
    CallOutcome::kReached,     CallOutcome::kNoAnswer, CallOutcome::kMessageLeft,
    CallOutcome::kWrongNumber, CallOutcome::kRefused,  CallOutcome::kPromised,
    CallOutcome::kDisputed,    CallOutcome::kCallback, CallOutcome::kAnnounced};
inline constexpr std::array kPayerProfiles{
    PayerProfile::kStandard,     PayerProfile::kGood,     PayerProfile::kNegligent,
    PayerProfile::kBad,          PayerProfile::kStrained, PayerProfile::kAdministrative,
    PayerProfile::kDisputeProne, PayerProfile::kAutomatic};

std::optional<CallOutcome> CallOutcomeOf(std::string_view word);
std::optional<PayerProfile> PayerProfileOf(std::string_view word);
std::optional<Channel> ChannelOf(std::string_view word);
std::optional<PaymentMode> PaymentModeOf(std::string_view word);
std::optional<InvoiceStatus> InvoiceStatusOf(std::string_view word);

/// "Item closed" as the reason why its notice was withdrawn.
Obstacle ObstacleOf(Closing closing);

}  // namespace relance::scenario
