#pragma once

#include <optional>
#include <string>
#include <vector>

#include "relance/ledger/v1/facts.pb.h"
#include "relance/scenario/v1/facts.pb.h"
#include "relance/scenario/v1/forecast.pb.h"
#include "services/scenario/adapters/documents.h"
#include "services/scenario/domain/facts.h"
#include "services/scenario/domain/inputs.h"
#include "services/scenario/domain/scenario.h"

/// Between messages and the values of the engine.
namespace relance::scenario {

common::v1::Date ToProto(Date date);
/// 0001-01-01 and other dates nobody means are kept; an empty message is none.
std::optional<Date> FromProto(const common::v1::Date& date);
common::v1::Account ToProto(const AccountId& account);
AccountId FromProto(const common::v1::Account& account);
v1::ScenarioVersion ToProto(const ScenarioRef& scenario);
ScenarioRef FromProto(const v1::ScenarioVersion& scenario);
common::v1::Sealed ToProto(const Sealed& sealed);
Sealed FromProto(const common::v1::Sealed& sealed);
common::v1::Channel ToProto(Channel channel);
std::optional<Channel> FromProto(common::v1::Channel channel);
common::v1::Money ToProto(const Money& money);

/// One fact of a case as it is journalled, and back (kCorrupt).
std::string EncodeCaseFact(const CaseFact& fact);
Result<CaseFact> DecodeCaseFact(const v1::CaseFactRecorded& recorded);

DebtorDocument FromProto(const ledger::v1::MasterDataRecorded& data);

/// What a cleared notice tells the notifier.
struct Clearance {
  std::string ask_id;
  uint64_t fence_sequence = 0;
  uint32_t configuration = 0;
  Instant at{};
  Date local_date{};  ///< Of the debtor.
};
v1::NoticePlanned PlannedMessage(const AccountId& account, const Notice& notice);
v1::NoticePlanned ThanksPlannedMessage(const AccountId& account, const ThankYou& thanks);
v1::NoticeCleared ThanksClearedMessage(const AccountId& account, const ThankYou& thanks,
                                       const DebtorDocument& debtor, const Clearance& clearance);
v1::NoticeCleared ClearedMessage(const AccountId& account, const Case& c, const Notice& notice,
                                 const Scenario& scenario, const DebtorDocument& debtor,
                                 const Clearance& clearance);
/// Charges as an ask brought them (bytes of v1.NoticeCharges), on the lines that they are true of:
/// an amount that has moved since carries none, nor does a currency from which credits are
/// subtracted. Does nothing for a step that shows none.
void PutCharges(const std::string& charges, v1::NoticeCleared& notice);
v1::NoticeContent ContentMessage(const Case& c, const CurrencyContent& content);

/// The inputs of one entry of the ledger's journal for one account, in order: a receipt and the
/// allocations that follow it are one booking. `today` is the legal entity's; `c` knows the dates
/// of receipts booked earlier.
std::vector<CaseInput> InputsOf(const std::vector<ledger::v1::LedgerFact>& facts, const Case& c,
                                Date today);

}  // namespace relance::scenario
