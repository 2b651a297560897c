#pragma once

#include "relance/config/v1/config.pb.h"
#include "tools/relance/config/yaml_fields.h"

namespace relance::cli {

/// One legal entity of legal_entities.yaml.
config::v1::LegalEntity ReadEntity(YamlFile& file, const YAML::Node& node, const std::string& path,
                                   const std::vector<std::string>& scenarios);

}  // namespace relance::cli
