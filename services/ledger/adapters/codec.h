#pragma once

#include <string>
#include <string_view>

#include "libs/base/account_id.h"
#include "libs/base/result.h"
#include "relance/ledger/v1/facts.pb.h"
#include "relance/ledger/v1/inputs.pb.h"
#include "services/ledger/domain/facts.h"

/// Between the contract's messages and the ledger's own types. What a message says is checked: a
/// currency that exists, amounts above zero, dates of the calendar. kInvalid names the field.
namespace relance::ledger {

v1::LedgerFact ToMessage(const AccountId& account, const AccountFact& fact);
/// The same into an empty message.
void Fill(v1::LedgerFact& message, const AccountId& account, const AccountFact& fact);
/// kCorrupt for a fact that is not about an account, or not one of ours.
Result<AccountFact> FactFrom(const v1::LedgerFact& fact);

Result<AccountId> AccountFrom(const common::v1::Account& account);
/// A feed's document as the intake wrote it.
Result<Document> DocumentFrom(const v1::DocumentReceived& received);

void Fill(common::v1::Date& message, Date date);
void Fill(common::v1::Account& message, const AccountId& account);
void Fill(common::v1::Sealed& message, const Sealed& sealed);
Sealed SealedFrom(const common::v1::Sealed& message);
Result<Date> DateFrom(const common::v1::Date& message, std::string_view field);
Intent IntentFrom(const v1::Intent& message);

}  // namespace relance::ledger
