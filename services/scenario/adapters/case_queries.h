#pragma once

#include <optional>
#include <set>
#include <string>

#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/journal/ports.h"
#include "relance/scenario/v1/scenario.pb.h"
#include "services/scenario/adapters/rulebook.h"

namespace relance::scenario {

/// What is asked of cases, answered from the views.
class CaseQueries {
 public:
  CaseQueries(ConfigurationStore& configurations, Rulebook& rulebook, journal::ViewReader& views,
              journal::Clock& clock, Millis timeout)
      : configurations_(configurations),
        rulebook_(rulebook),
        views_(views),
        clock_(clock),
        timeout_(timeout) {}

  Result<v1::GetCaseResponse> GetCase(const v1::GetCaseRequest& request);
  Result<v1::ExplainCaseResponse> Explain(const v1::ExplainCaseRequest& request);

  /// Documents on whose lateness a pending notice speaks, and up to which day of the debtor.
  struct Charged {
    std::set<std::string> documents;
    Date as_of{};
  };
  /// nullopt when its step shows no charges, nothing of it is overdue, or there is no such notice.
  Result<std::optional<Charged>> ChargedBy(const common::v1::Account& account,
                                           const std::string& notice);
  Result<v1::ListApprovalsResponse> ListApprovals(const std::string& entity);
  /// What is stopped now, in any partition.
  Result<v1::ListStopsResponse> ListStops(const std::string& entity);
  /// How the debtor behaves, with the numbers and the documents that say so.
  Result<v1::GetProfileResponse> GetProfile(const v1::GetProfileRequest& request);

 private:
  struct Loaded {
    int partition = 0;
    uint64_t sequence = 0;
    AccountId account;
    CaseDocument document;
    Context context;
    std::string payment_method;
    std::string next_scenario;  ///< That its next cycle follows.
  };
  Result<Loaded> Load(const common::v1::Account& account, const common::v1::Token& at_least);

  ConfigurationStore& configurations_;
  Rulebook& rulebook_;
  journal::ViewReader& views_;
  journal::Clock& clock_;
  const Millis timeout_;
};

}  // namespace relance::scenario
