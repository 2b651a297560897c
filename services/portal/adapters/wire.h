#pragma once

#include <optional>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/grpc/rpc_channel.h"
#include "libs/money/money.h"
#include "relance/common/v1/common.pb.h"
#include "services/portal/app/ports.h"

/// Between the messages of relance.common.v1 and the types of the portal.
namespace relance::portal {

/// None for an absent date; kCorrupt for one that does not exist.
Result<std::optional<Date>> ReadOptionalDate(bool present, const common::v1::Date& date);
/// kCorrupt for a date that does not exist.
Result<Date> ReadDate(const common::v1::Date& date);
common::v1::Date WriteDate(Date date);

Result<Money> ReadMoney(const common::v1::Money& money);
common::v1::Money WriteMoney(const Money& money);

common::v1::Account WriteAccount(const AccountId& account);
common::v1::Token WriteToken(const ReadToken& token);
ReadToken ReadTokenOf(const common::v1::Token& token);

/// Acts of a debtor's contact: in the scope of that debtor's creditor.
CallOptions AsContact(const Viewer& viewer, Millis timeout);
/// What the portal reads for itself.
CallOptions AsPortal(Millis timeout);

}  // namespace relance::portal
