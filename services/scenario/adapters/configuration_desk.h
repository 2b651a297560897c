#pragma once

#include <string>
#include <vector>

#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/journal/ports.h"
#include "libs/kafka/producer.h"
#include "relance/scenario/v1/scenario.pb.h"

namespace relance::scenario {

/// What `next` changes in `current`.
std::vector<v1::ConfigurationChange> Differences(const config::v1::Configuration& current,
                                                 const config::v1::Configuration& next);

/// Applies configurations as immutable versions and has every partition activate them.
class ConfigurationDesk {
 public:
  ConfigurationDesk(ConfigurationStore& store, kafka::Producer& producer,
                    journal::CommandFront& front, journal::Clock& clock, Millis timeout)
      : store_(store), producer_(producer), front_(front), clock_(clock), timeout_(timeout) {}

  /// What is wrong with a configuration by itself, or against those that were published: a version
  /// of a scenario stays what it was.
  std::vector<v1::ConfigurationProblem> Check(const config::v1::Configuration& wanted) const;

  /// The same command id finishes what an earlier call began. A content that is active already
  /// makes no new version. kConflict when it was planned on another version than the active one.
  Result<v1::ApplyConfigurationResponse> Apply(const v1::ApplyConfigurationRequest& request,
                                               const CommandId& id, const journal::Identity& by);

  /// Moves running cases, partition by partition. kInvalid for more than 100.
  Result<v1::MoveCasesResponse> Move(const v1::MoveCasesRequest& request, const CommandId& id,
                                     const journal::Identity& by);

 private:
  Result<ConfigurationPtr> Publish(config::v1::Configuration next);

  ConfigurationStore& store_;
  kafka::Producer& producer_;
  journal::CommandFront& front_;
  journal::Clock& clock_;
  const Millis timeout_;
};

}  // namespace relance::scenario
