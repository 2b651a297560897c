#pragma once

#include <string>
#include <vector>

#include "relance/config/v1/config.pb.h"
#include "tools/relance/config/problem.h"

namespace relance::cli {

struct ConfigurationFolder {
  config::v1::Configuration configuration;  ///< Of use only without problems.
  std::vector<Problem> problems;            ///< By file, line and column.
};

/// Reads a folder of configuration files:
///
///     legal_entities.yaml   legal_entities: a list
///     scenarios/*.yaml      one scenario a file, kept as written
///     texts/*.yaml          one template in one language a file
///     feeds.yaml            feeds: a list of topic mappings
///
/// Everything that can be checked without a service is: keys, zones, calendars, bank accounts,
/// addresses, references between the files.
ConfigurationFolder ReadConfigurationFolder(const std::string& folder);

}  // namespace relance::cli
