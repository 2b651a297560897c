#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/journal/ports.h"
#include "relance/scenario/v1/scenario.pb.h"
#include "services/scenario/adapters/rulebook.h"

namespace relance::scenario {

/// What a configuration that is not applied yet would change in what running cases are going to
/// get. Thread-safe: slices may be asked for at once.
class ForecastDesk {
 public:
  ForecastDesk(ConfigurationStore& store, Rulebook& rulebook, journal::ViewReader& views,
               journal::Clock& clock, Millis timeout)
      : store_(store), rulebook_(rulebook), views_(views), clock_(clock), timeout_(timeout) {}

  /// One answer for a part of a slice: the open cases of a legal entity in a bucket of a partition.
  /// Legal entities that are not `in_scope` are passed over. kInvalid for a slice that is not there
  /// and for days before today or beyond ten years.
  using InScope = std::function<bool(const std::string& entity)>;
  Result<v1::ForecastConfigurationResponse> Forecast(
      const v1::ForecastConfigurationRequest& request, const InScope& in_scope);

 private:
  /// A configuration as if it were active.
  struct Trial {
    Trial(const ConfigurationStore& store, config::v1::Configuration configuration);

    std::string digest;                 ///< Of its content.
    uint32_t version = 0;               ///< That it would have.
    uint32_t based_on = 0;              ///< The newest before it.
    std::vector<std::string> entities;  ///< Of both, in order.
    ConfigurationStore configurations;
    Rulebook rulebook;
  };
  struct Page;

  std::shared_ptr<Trial> TrialOf(const config::v1::Configuration& configuration);
  void Look(const Page& page, size_t number, v1::ForecastConfigurationResponse& out);

  ConfigurationStore& store_;
  Rulebook& rulebook_;
  journal::ViewReader& views_;
  journal::Clock& clock_;
  const Millis timeout_;
  std::mutex mutex_;
  std::shared_ptr<Trial> trial_;  ///< The last one asked about.
};

}  // namespace relance::scenario
