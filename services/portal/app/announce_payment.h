#pragma once

#include <string>
#include <variant>
#include <vector>

#include "services/portal/app/ports.h"
#include "services/portal/app/read_account.h"

namespace relance::portal {

/// The form no longer fits the account: shown again with fresh figures, nothing typed is lost.
struct PromiseRefused {
  AccountPage page{};
  std::vector<PromiseProblem> problems{};  ///< Empty: the creditor's service refused it.
};

struct PromiseAnnounced {
  std::string id{};
};

using AnnounceOutcome = std::variant<PromiseAnnounced, PromiseRefused>;

/// "We will pay this on that day." Repeating it with the same id changes nothing.
class AnnouncePayment {
 public:
  AnnouncePayment(ReadAccount& accounts, ScenarioPort& scenario, SessionStore& sessions)
      : accounts_(accounts), scenario_(scenario), sessions_(sessions) {}

  Result<AnnounceOutcome> Run(const std::string& session_id, const Session& session,
                              const CommandId& command, const PromiseForm& form);

 private:
  ReadAccount& accounts_;
  ScenarioPort& scenario_;
  SessionStore& sessions_;
};

}  // namespace relance::portal
