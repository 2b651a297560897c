#include "libs/settings/layers.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <numeric>
#include <utility>

#include "libs/process/read_file.h"

namespace relance {
namespace {

const std::vector<std::string> kFlags = {"--config", "--set", "--print-config", "--help",
                                         "--version"};

/// Lower case words of a-z, 0-9 and '_', joined by single dots.
bool IsKey(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  return text.find("..") == std::string_view::npos && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
         });
}

std::string EnvironmentPrefix(std::string_view service) {
  std::string prefix = "RELANCE_";
  for (const char c : service) {
    prefix += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return prefix + "__";
}

/// What the command line says, before files are read.
struct Flags {
  std::vector<std::string> files;
  std::map<std::string, SettingValue> set;
  bool print_config = false;
  bool help = false;
  bool version = false;
};

Result<void> Assign(Flags& flags, const std::string& assignment) {
  const size_t equals = assignment.find('=');
  const std::string key = assignment.substr(0, equals);
  if (equals == std::string::npos || !IsKey(key)) {
    return Invalid(
        "--set takes key=value, such as kafka.brokers=127.0.0.1:9092, not '" + assignment + "'",
        "--set");
  }
  flags.set[key] = {assignment.substr(equals + 1), "--set"};
  return {};
}

Failure UnknownFlag(const std::string& name) {
  const std::string nearest = Nearest(name, kFlags);
  return Invalid("unknown argument '" + name + "'" +
                     (nearest.empty() ? "; see --help" : "; did you mean " + nearest + "?"),
                 name);
}

Result<Flags> ParseFlags(std::span<const char* const> args) {
  Flags flags;
  for (size_t i = 0; i < args.size(); ++i) {
    const std::string arg = args[i];
    const size_t equals = arg.starts_with("--") ? arg.find('=') : std::string::npos;
    const std::string name = arg.substr(0, equals);
    if (name == "--config" || name == "--set") {
      if (equals == std::string::npos && i + 1 == args.size()) {
        return Invalid(name + " needs a value", name);
      }
      const std::string value = equals == std::string::npos ? args[++i] : arg.substr(equals + 1);
      if (name == "--config") {
        flags.files.push_back(value);
      } else if (auto assigned = Assign(flags, value); !assigned) {
        return Failure(assigned.error());
      }
    } else if (arg == "--print-config") {
      flags.print_config = true;
    } else if (arg == "--help" || arg == "-h") {
      flags.help = true;
    } else if (arg == "--version") {
      flags.version = true;
    } else {
      return UnknownFlag(name);
    }
  }
  return flags;
}

/// The lines of `environment` that belong to `service`. A name that makes no key is kept in lower
/// case, so that Finish reports it like any key nobody declared.
void ReadEnvironment(SettingLayers& layers, std::span<const char* const> environment) {
  const std::string prefix = EnvironmentPrefix(layers.service);
  for (const std::string_view line : environment) {
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, equals);
    if (name == "CREDENTIALS_DIRECTORY") layers.credentials_directory = line.substr(equals + 1);
    if (!name.starts_with(prefix)) continue;
    std::string key;
    for (size_t i = prefix.size(); i < name.size(); ++i) {
      if (name.substr(i, 2) == "__") {
        key += '.';
        ++i;
      } else {
        key += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
      }
    }
    layers.values[key] = {std::string(line.substr(equals + 1)), "environment " + std::string(name)};
  }
}

size_t Edits(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string EnvironmentName(std::string_view service, std::string_view key) {
  std::string name = EnvironmentPrefix(service);
  for (const char c : key) {
    if (c == '.') {
      name += "__";
    } else {
      name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return name;
}

std::string Nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  size_t fewest = std::max<size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (const size_t edits = Edits(word, candidate); edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

Result<SettingLayers> ReadLayers(std::string_view service, std::span<const char* const> args,
                                 std::span<const char* const> environment) {
  auto flags = ParseFlags(args);
  if (!flags) return Failure(flags.error());
  SettingLayers layers;
  layers.service = service;
  layers.print_config = flags->print_config;
  layers.help = flags->help;
  layers.version = flags->version;
  const std::string usual = "/etc/relance/" + layers.service + ".yaml";
  std::error_code absent;
  if (flags->files.empty() && std::filesystem::exists(usual, absent)) {
    flags->files.push_back(usual);
  }
  for (const std::string& file : flags->files) {
    const auto text = ReadFile(file, "--config");
    if (!text) return Failure(text.error());
    auto values = ReadYaml(*text, file);
    if (!values) return Failure(values.error());
    for (auto& [key, value] : *values) layers.values[key] = std::move(value);
  }
  ReadEnvironment(layers, environment);
  for (auto& [key, value] : flags->set) layers.values[key] = std::move(value);
  return layers;
}

}  // namespace relance
