#pragma once

#include <string>

#include "services/portal/app/ports.h"

namespace relance::portal {

/// An account and its creditor, as of now.
struct AccountPage {
  Account account{};
  LegalEntity entity{};
  Instant now{};
};

/// The ledger's lines, the case's words about them, the creditor's configuration.
class ReadAccount {
 public:
  ReadAccount(LedgerPort& ledger, ScenarioPort& scenario, Clock& clock)
      : ledger_(ledger), scenario_(scenario), clock_(clock) {}

  /// kNotFound: the account or its creditor is no more.
  Result<AccountPage> Run(const Session& session);

  /// What the delay of one line of the page costs; nullopt when it is not late, or not the page's,
  /// or the creditor does not show it.
  Result<std::optional<LateCost>> CostOfDelay(const Session& session, const AccountPage& page,
                                              const std::string& line);
  /// The statement of account for that; nullopt when there is no cost to show.
  Result<std::optional<Paper>> Statement(const Session& session, const AccountPage& page,
                                         const std::string& line, const std::string& language);

 private:
  LedgerPort& ledger_;
  ScenarioPort& scenario_;
  Clock& clock_;
};

/// How old the figures are when that is more than the creditor allows; else zero.
Millis StaleBy(const AccountPage& page);

}  // namespace relance::portal
