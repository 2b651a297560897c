#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/notifier/domain/notice.h"

/// What became of a message after it was handed over.
namespace relance::notifier {

struct RecordReceipt {
  std::string attempt;  ///< Empty: the last one at the contact.
  std::string contact;  ///< Empty: the only one that it can be about.
  Receipt receipt;
};

/// Why a receipt is refused, in order of precedence.
enum class ReceiptRefusal {
  kUnknownNotice,
  kNoKind,
  kNotHandedOver,  ///< Nothing was handed over to this contact.
  kWhichContact,   ///< It was handed over to several, and none is named.
  kNotRegistered,  ///< Only registered letters are presented.
  kWrongDay,       ///< A presentation before the hand-over, or after today.
};
std::string_view Name(ReceiptRefusal refusal);
/// The field of the request that is at fault.
std::string_view FieldOf(ReceiptRefusal refusal);

/// Of this kind and day it is known of this attempt.
struct AlreadyRecorded {};

/// What is to be recorded: the receipt; before it, where the result of the attempt was lost or is
/// still on its way, that the provider had the message.
std::variant<std::vector<NoticeFact>, AlreadyRecorded, ReceiptRefusal> Decide(
    const Notice* notice, const RecordReceipt& command, Instant now);

/// Handed to the recipient, or to his side.
bool HasArrived(const Attempt& attempt);
/// Came back, or a registered letter that nobody took.
bool NeverArrives(const Attempt& attempt);

/// By the role of an identity: debtors, viewers and auditors tell nothing of deliveries.
bool MayTellReceipts(std::string_view role);

}  // namespace relance::notifier
