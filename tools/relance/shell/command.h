#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "libs/process/exit_code.h"

namespace relance::cli {

struct Session;

/// One option ("--entity") or positional ("ACCOUNT") of a command. A pair takes two words.
struct Parameter {
  enum class Kind { kText, kFlag, kMany, kPair };

  std::string name;
  std::string help;
  Kind kind = Kind::kText;
  std::string fallback{};
  bool required = false;

  bool IsPositional() const { return !name.starts_with("-"); }
};

/// What the command line gave to a command, by parameter name.
class Arguments {
 public:
  void Set(const std::string& name, std::vector<std::string> values) {
    values_[name] = std::move(values);
  }

  bool Has(const std::string& name) const { return !Many(name).empty(); }
  /// "" when absent.
  std::string Text(const std::string& name) const;
  /// All values, in the order given.
  std::vector<std::string> Many(const std::string& name) const;
  /// kInvalid names the parameter. An absent one is `least`.
  Result<int64_t> Int(const std::string& name, int64_t least, int64_t most) const;

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

/// A noun and a verb: `relance config plan`. `run` returns how it ended; an Error becomes a message
/// and the exit code that ExitOf tells.
struct Command {
  std::string noun;
  std::string verb;
  std::string summary;
  std::vector<std::string> examples;
  std::vector<Parameter> parameters;
  std::function<Result<ExitCode>(Session&)> run;
};

/// A fault in an argument is wrong use (64); what a service refuses for want of rights has the
/// field kPermissionField (77); the rest is ExitCodeOf.
inline constexpr std::string_view kPermissionField = "--as";
ExitCode ExitOf(const Error& error, const Command& command);

}  // namespace relance::cli
