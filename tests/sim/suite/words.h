#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "relance/config/v1/config.pb.h"
#include "relance/ledger/v1/inputs.pb.h"
#include "relance/notifier/v1/inputs.pb.h"
#include "relance/scenario/v1/inputs.pb.h"

/// What feeds, debtors and people say to the suite, as the messages that lie on its topics. Amounts
/// are minor units of EUR.
namespace relance::sim {

inline constexpr const char* kEntity = "FR01";

Date Day(const std::string& iso);

void Put(const AccountId& account, common::v1::Account& out);
void Put(Date date, common::v1::Date& out);
/// What an intake has sealed.
void Put(const std::string& secret, common::v1::Sealed& out);
/// A document of the feed, without what kind of document it is.
ledger::v1::DocumentReceived& Received(ledger::v1::LedgerInput& input, const AccountId& account,
                                       const std::string& document, int64_t version,
                                       const std::string& content);

// Documents of the feed.
ledger::v1::LedgerInput MasterData(const AccountId& account);
ledger::v1::LedgerInput Invoice(const AccountId& account, const std::string& document,
                                int64_t amount, Date due, int64_t version = 1);
ledger::v1::LedgerInput Payment(const AccountId& account, const std::string& document,
                                int64_t amount, const std::string& invoice, Date value_on);
ledger::v1::LedgerInput CreditNote(const AccountId& account, const std::string& document,
                                   int64_t amount, const std::string& invoice, Date value_on);
ledger::v1::LedgerInput Reversal(const AccountId& account, const std::string& document,
                                 const std::string& receipt);
/// A letter of another system, a week before `on`.
ledger::v1::LedgerInput HistoryOf(const AccountId& account, const std::string& document,
                                  const std::string& invoice, int level, Date on);
ledger::v1::LedgerInput WriteOffOf(const AccountId& account, const std::string& document,
                                   const std::string& invoice);
ledger::v1::LedgerInput FeedSeen(Instant up_to, int64_t behind);
ledger::v1::LedgerInput FenceOf(const std::string& fence_id);

// Commands to the notifier.
notifier::v1::NotifierInput ReceiptOf(const AccountId& account, const std::string& notice,
                                      const std::string& contact, notifier::v1::ReceiptKind kind);

// Commands to the scenario.
scenario::v1::ScenarioInput Activate(const config::v1::Configuration& configuration);
scenario::v1::ScenarioInput Promise(const AccountId& account, const std::string& id, int64_t amount,
                                    Date by, const std::string& item);
scenario::v1::ScenarioInput Dispute(const AccountId& account, const std::string& id,
                                    const std::string& item, int64_t part = 0);
scenario::v1::ScenarioInput Decided(const AccountId& account, const std::string& dispute,
                                    bool upheld);
scenario::v1::ScenarioInput Stop(bool stopped);
scenario::v1::ScenarioInput Ask(const std::string& ask_id);
scenario::v1::ScenarioInput Approve(const AccountId& account, const std::string& step);

/// The plan with e-mail alone that an installation begins with, as it is shipped. The working
/// directory is the root of the repository.
std::string ShippedScenario();

/// Words in French to thank for a payment with.
void AddThanks(config::v1::Configuration& configuration);

/// One legal entity that follows `yaml`, as version 1.
config::v1::Configuration ConfigurationWith(const std::string& scenario_name,
                                            const std::string& yaml);

}  // namespace relance::sim
