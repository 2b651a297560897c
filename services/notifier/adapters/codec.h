#pragma once

#include <string_view>

#include "libs/base/result.h"
#include "relance/notifier/v1/facts.pb.h"
#include "relance/scenario/v1/notices.pb.h"
#include "services/notifier/domain/cleared.h"
#include "services/notifier/domain/link.h"
#include "services/notifier/domain/notice.h"

/// Between the messages of the journal and the words of the domain.
namespace relance::notifier {

AccountId AccountOf(const common::v1::Account& account);
void Put(const AccountId& account, common::v1::Account* out);

Channel ChannelOf(common::v1::Channel channel);
common::v1::Channel ToProto(Channel channel);

/// kInvalid names the field at fault: an account, a notice id, a date that does not exist.
Result<NoticeQueued> QueuedFrom(const scenario::v1::NoticePlanned& planned);
/// `clearance_sequence` must have been set by the reader.
Result<Clearance> ClearanceFrom(const scenario::v1::NoticeCleared& cleared);
Result<Cleared> ClearedFrom(const scenario::v1::NoticeCleared& cleared);

Attempt AttemptFrom(const v1::AttemptStarted& started);
v1::AttemptStarted ToProto(const Attempt& attempt, const std::string& notice,
                           const AccountId& account);
AttemptEnded EndedFrom(const v1::AttemptEnded& ended);
v1::AttemptEnded ToProto(const AttemptEnded& ended, const std::string& notice,
                         const AccountId& account);

/// kInvalid: `on` is no day.
Result<ReceiptRecorded> ReceiptFrom(const v1::ReceiptRecorded& told);
v1::ReceiptRecorded ToProto(const ReceiptRecorded& told, const std::string& notice,
                            const AccountId& account);
Link LinkFrom(const v1::LinkIssued& issued);
v1::LinkIssued ToProto(const Link& link);

}  // namespace relance::notifier
