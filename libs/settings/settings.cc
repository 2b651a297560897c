#include "libs/settings/settings.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "libs/process/read_file.h"

namespace relance {
namespace {

struct Unit {
  std::string_view name;
  int64_t ms;
};
constexpr std::array<Unit, 5> kUnits = {
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

std::optional<int64_t> ParseInt(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Millis> ParseDuration(std::string_view text) {
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = ParseInt(text.substr(0, digits));
  const auto unit = std::ranges::find(kUnits, text.substr(digits), &Unit::name);
  int64_t ms = 0;
  if (!number || unit == kUnits.end() || __builtin_mul_overflow(*number, unit->ms, &ms)) {
    return std::nullopt;
  }
  return Millis(ms);
}

/// In the largest unit that divides it.
std::string FormatDuration(Millis duration) {
  const int64_t ms = duration.count();
  Unit best = kUnits.front();
  for (const Unit& unit : kUnits) {
    if (ms != 0 && ms % unit.ms == 0) best = unit;
  }
  return std::to_string(ms / best.ms) + std::string(best.name);
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    if (const auto item = Trimmed(text.substr(0, comma)); !item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

std::string Join(const std::vector<std::string>& items, std::string_view separator) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : std::string(separator)) + item;
  return text;
}

}  // namespace

Result<Settings> Settings::Load(std::string_view service, std::span<const char* const> args,
                                std::span<const char* const> environment) {
  auto layers = ReadLayers(service, args, environment);
  if (!layers) return Failure(layers.error());
  return Settings(std::move(*layers));
}

Result<Settings> Settings::Load(std::string_view service, int argc, const char* const* argv) {
  size_t names = 0;
  while (environ[names] != nullptr) ++names;
  const auto args = std::span(argv, static_cast<size_t>(argc)).subspan(argc > 0 ? 1 : 0);
  return Load(service, args, std::span<const char* const>(environ, names));
}

std::optional<SettingValue> Settings::Declare(std::string_view key, std::string fallback,
                                              std::string_view help) {
  Declared& declared = declared_.emplace_back();
  declared.key = key;
  declared.help = help;
  declared.value = fallback;
  declared.fallback = std::move(fallback);
  declared.origin = "default";
  const auto found = layers_.values.find(declared.key);
  if (found == layers_.values.end()) return std::nullopt;
  declared.value = found->second.text;
  declared.origin = found->second.origin;
  return found->second;
}

void Settings::Refuse(const SettingValue& value, const std::string& reason) {
  Declared& declared = declared_.back();
  faults_.push_back(declared.key + ": '" + value.text + "' " + reason + " (" + value.origin + ")");
  declared.value = declared.fallback;
  declared.origin = "default, instead of what was refused";
}

std::string Settings::Text(std::string_view key, std::string_view fallback, std::string_view help) {
  const auto value = Declare(key, std::string(fallback), help);
  return value ? value->text : std::string(fallback);
}

std::string Settings::Required(std::string_view key, std::string_view help) {
  const auto value = Declare(key, "", help);
  if (value && !value->text.empty()) return value->text;
  declared_.back().origin = "required";
  faults_.push_back(declared_.back().key + ": has no value; set it in the configuration file or " +
                    "with " + EnvironmentName(layers_.service, key));
  return "";
}

std::string Settings::Choice(std::string_view key, std::string_view fallback,
                             const std::vector<std::string>& choices, std::string_view help) {
  const auto value = Declare(key, std::string(fallback), help);
  if (!value) return std::string(fallback);
  if (std::ranges::find(choices, value->text) != choices.end()) return value->text;
  Refuse(*value, "is none of " + Join(choices, ", "));
  return std::string(fallback);
}

int64_t Settings::Int(std::string_view key, int64_t fallback, int64_t least, int64_t most,
                      std::string_view help) {
  const auto value = Declare(key, std::to_string(fallback), help);
  if (!value) return fallback;
  const auto number = ParseInt(value->text);
  if (number && *number >= least && *number <= most) return *number;
  Refuse(*value,
         "is no whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return fallback;
}

Millis Settings::Duration(std::string_view key, Millis fallback, std::string_view help) {
  const auto value = Declare(key, FormatDuration(fallback), help);
  if (!value) return fallback;
  if (const auto duration = ParseDuration(value->text)) return *duration;
  Refuse(*value, "is no duration such as 250ms, 5s, 10m, 2h or 30d");
  return fallback;
}

bool Settings::Bool(std::string_view key, bool fallback, std::string_view help) {
  const auto value = Declare(key, fallback ? "true" : "false", help);
  if (!value) return fallback;
  if (value->text == "true" || value->text == "false") return value->text == "true";
  Refuse(*value, "is neither true nor false");
  return fallback;
}

std::string Settings::Path(std::string_view key, std::string_view fallback, std::string_view help) {
  const auto value = Declare(key, std::string(fallback), help);
  if (!value) return std::string(fallback);
  if (value->text.find('\0') == std::string::npos) return value->text;
  Refuse(*value, "is no path");
  return std::string(fallback);
}

std::vector<std::string> Settings::List(std::string_view key, std::vector<std::string> fallback,
                                        std::string_view help) {
  const auto value = Declare(key, Join(fallback, ","), help);
  declared_.back().list = true;
  return value ? Split(value->text) : fallback;
}

std::map<std::string, std::vector<std::string>> Settings::Section(std::string_view prefix,
                                                                  std::string_view help) {
  const std::string below = std::string(prefix) + ".";
  sections_.emplace_back(below, help);
  std::map<std::string, std::vector<std::string>> section;
  for (auto it = layers_.values.lower_bound(below);
       it != layers_.values.end() && it->first.starts_with(below); ++it) {
    const auto& [key, value] = *it;
    section[key.substr(below.size())] = Split(value.text);
    declared_.push_back({key, "", value.text, value.origin, std::string(help), true, false});
  }
  return section;
}

std::optional<Secret> Settings::SecretText(std::string_view key, std::string_view help) {
  const auto value = Declare(std::string(key) + "_file", "", help);
  Declared& declared = declared_.back();
  declared.secret = true;
  std::string path = value ? value->text : "";
  if (!value && !layers_.credentials_directory.empty()) {
    const std::string credential = layers_.credentials_directory + "/" + std::string(key);
    if (access(credential.c_str(), F_OK) == 0) {
      path = credential;
      declared.value = credential;
      declared.origin = "systemd credential";
    }
  }
  if (path.empty()) return std::nullopt;
  auto text = ReadFile(path, declared.key);
  if (text && text->ends_with('\n')) text->pop_back();
  if (text && text->ends_with('\r')) text->pop_back();
  if (!text || text->empty()) {
    Refuse({path, declared.origin}, text ? "is empty" : "gives no secret: " + text.error().message);
    return std::nullopt;
  }
  return Secret(std::move(*text));
}

}  // namespace relance
