#include "tools/relance/shell/command.h"

#include <algorithm>
#include <charconv>

namespace relance::cli {

std::vector<std::string> Arguments::Many(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::string Arguments::Text(const std::string& name) const {
  const auto values = Many(name);
  return values.empty() ? "" : values.back();
}

Result<int64_t> Arguments::Int(const std::string& name, int64_t least, int64_t most) const {
  const std::string text = Text(name);
  if (text.empty()) return least;
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return Invalid("'" + text + "' is not a number from " + std::to_string(least) + " to " +
                       std::to_string(most),
                   name);
  }
  return number;
}

ExitCode ExitOf(const Error& error, const Command& command) {
  if (error.code == ErrorCode::kInvalid && error.field == kPermissionField) {
    return ExitCode::kNoPermission;
  }
  const bool ours = std::ranges::any_of(command.parameters, [&](const Parameter& parameter) {
    return parameter.name == error.field;
  });
  if (error.code == ErrorCode::kInvalid && (ours || error.field.starts_with("--"))) {
    return ExitCode::kUsage;
  }
  return ExitCodeOf(error.code);
}

}  // namespace relance::cli
