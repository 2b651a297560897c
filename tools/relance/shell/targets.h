#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "libs/base/result.h"

namespace relance::cli {

/// Where the parts of an installation listen.
struct Targets {
  std::string folder = ".relance";  ///< Of a development stack.
  std::string brokers;
  std::string redis;
  std::string ledger;
  std::string scenario;
  std::string notifier;
  std::string portal;  ///< gRPC; empty when it offers none.
  std::string installation;
  int partitions = 0;  ///< 0: not known.
  bool development_clock = false;
  std::string tls_certificate;
  std::string tls_key;
  std::string tls_authority;
};

using Lookup = std::function<std::optional<std::string>(const std::string&)>;

/// The option's value, else the environment's RELANCE_BROKERS and so on, else what `dev up` wrote
/// into FOLDER/dev.json. Nothing is an error until a command needs it.
Result<Targets> FindTargets(const Lookup& option, const Lookup& environment);

/// kInvalid with the ways to name it, when `value` is empty. `name` is an option, "--ledger".
Result<std::string> Need(const std::string& value, const std::string& name);

/// The names of the options that name a target, with their help.
const std::map<std::string, std::string>& TargetOptions();

}  // namespace relance::cli
