#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/settings/layers.h"
#include "libs/settings/secret.h"

namespace relance {

/// The settings of one process, read from four layers, the later winning:
///
///     defaults < YAML files < environment RELANCE_LEDGER__KAFKA__BROKERS < --set kafka.brokers=
///
/// A struct of settings is bound by declaring its keys; then Finish says what was wrong, all of it:
///
///     KafkaSettings ReadKafka(Settings& s) {
///       return {.brokers = s.Text("kafka.brokers", "127.0.0.1:9092", "where Kafka listens"),
///               .timeout = s.Duration("kafka.timeout", 5s, "the longest wait for an answer")};
///     }
///
/// Declarations never fail: a bad value is remembered for Finish and the default is returned. A key
/// is lower case words of a-z, 0-9 and '_', joined by dots.
class Settings {
 public:
  /// Reads the layers of `service` ("ledger"). `args` are those after the program's name,
  /// `environment` is "NAME=value" items. kInvalid (field: the key or flag at fault) for a flag it
  /// does not know, a file that cannot be read, YAML that is none; without --config
  /// /etc/relance/<service>.yaml is read if it is there.
  static Result<Settings> Load(std::string_view service, std::span<const char* const> args,
                               std::span<const char* const> environment);
  /// The same from main's arguments and the process's environment.
  static Result<Settings> Load(std::string_view service, int argc, const char* const* argv);

  std::string Text(std::string_view key, std::string_view fallback, std::string_view help);
  /// Has no default: Finish fails when no layer gives it.
  std::string Required(std::string_view key, std::string_view help);
  /// One of `choices`.
  std::string Choice(std::string_view key, std::string_view fallback,
                     const std::vector<std::string>& choices, std::string_view help);
  int64_t Int(std::string_view key, int64_t fallback, int64_t least, int64_t most,
              std::string_view help);
  /// "250ms", "5s", "10m", "2h", "30d"; a number without a unit is refused.
  Millis Duration(std::string_view key, Millis fallback, std::string_view help);
  /// "true" or "false".
  bool Bool(std::string_view key, bool fallback, std::string_view help);
  /// A path as given; empty means none.
  std::string Path(std::string_view key, std::string_view fallback, std::string_view help);
  /// A YAML sequence, or text with commas.
  std::vector<std::string> List(std::string_view key, std::vector<std::string> fallback,
                                std::string_view help);
  /// All keys below `prefix`, whatever they are called, for maps whose keys are data. The result
  /// has the keys without the prefix.
  std::map<std::string, std::vector<std::string>> Section(std::string_view prefix,
                                                          std::string_view help);
  /// The content, without its last line end, of the file that `<key>_file` names; else of the
  /// systemd credential called `key`; else none. `key` itself is not a setting: secrets are never
  /// given as values.
  std::optional<Secret> SecretText(std::string_view key, std::string_view help);

  /// Once everything is declared. kInvalid with one line per fault: values that do not fit,
  /// required keys without a value, keys nobody declared, with the nearest declared key suggested.
  Result<void> Finish() const;

  bool wants_print() const { return layers_.print_config; }
  bool wants_help() const { return layers_.help; }
  bool wants_version() const { return layers_.version; }

  /// The effective value of every declared key with its origin, as YAML that can be given back with
  /// --config. Secrets show their file, never their content.
  std::string Print() const;
  /// Flags, then every declared key with its environment variable, default and help.
  std::string Help() const;

 private:
  struct Declared {
    std::string key;
    std::string fallback;
    std::string value;
    std::string origin;
    std::string help;
    bool list = false;
    bool secret = false;
  };

  explicit Settings(SettingLayers layers) : layers_(std::move(layers)) {}

  /// Records the key; what the layers say about it, or none.
  std::optional<SettingValue> Declare(std::string_view key, std::string fallback,
                                      std::string_view help);
  /// Remembers the fault and shows the default as what is effective.
  void Refuse(const SettingValue& value, const std::string& reason);
  std::string Unknown(const std::string& key, const SettingValue& value) const;

  SettingLayers layers_;
  std::vector<Declared> declared_;
  std::vector<std::pair<std::string, std::string>> sections_;  ///< Prefix with its dot, help.
  std::vector<std::string> faults_;
};

}  // namespace relance
