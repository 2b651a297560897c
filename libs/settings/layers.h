#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"

namespace relance {

/// What one layer says about one key.
struct SettingValue {
  std::string text;
  std::string origin;  ///< "environment RELANCE_LEDGER__KAFKA__BROKERS", "ledger.yaml:12", "--set".

  bool operator==(const SettingValue&) const = default;
};

/// All layers laid over each other, not yet compared with what is declared.
struct SettingLayers {
  std::string service;
  std::string credentials_directory;  ///< systemd's CREDENTIALS_DIRECTORY, or empty.
  std::map<std::string, SettingValue> values;
  bool print_config = false;
  bool help = false;
  bool version = false;
};

/// See Settings::Load.
Result<SettingLayers> ReadLayers(std::string_view service, std::span<const char* const> args,
                                 std::span<const char* const> environment);

/// Mappings become dotted keys, sequences text with commas. kInvalid with file, line and column.
Result<std::map<std::string, SettingValue>> ReadYaml(const std::string& text,
                                                     const std::string& file);

/// "RELANCE_LEDGER__KAFKA__BROKERS" for kafka.brokers of the ledger.
std::string EnvironmentName(std::string_view service, std::string_view key);

/// The candidate with the fewest edits from `word`, or "" when all are too far to be meant.
std::string Nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace relance
