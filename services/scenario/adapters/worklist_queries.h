#pragma once

#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/journal/ports.h"
#include "relance/scenario/v1/scenario.pb.h"
#include "services/scenario/adapters/rulebook.h"
#include "services/scenario/domain/worklist.h"

namespace relance::scenario {

/// The collectors' worklist of a legal entity, over all partitions, by rank.
class WorklistQueries {
 public:
  WorklistQueries(ConfigurationStore& configurations, Rulebook& rulebook,
                  journal::ViewReader& views, journal::Clock& clock, Millis timeout)
      : configurations_(configurations),
        rulebook_(rulebook),
        views_(views),
        clock_(clock),
        timeout_(timeout) {}

  Result<v1::ListTasksResponse> ListTasks(const v1::ListTasksRequest& request);

 private:
  using Work = std::vector<WorkItem>;
  /// The work of one partition.
  Result<void> Gather(int partition, const std::string& entity, Work& work);
  Result<void> GatherPage(int partition, const std::vector<AccountId>& accounts, Work& work);

  ConfigurationStore& configurations_;
  Rulebook& rulebook_;
  journal::ViewReader& views_;
  journal::Clock& clock_;
  const Millis timeout_;
};

}  // namespace relance::scenario
