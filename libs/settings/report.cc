#include <algorithm>

#include "libs/settings/settings.h"

/// What Settings says to people: faults, the effective configuration, help.
namespace relance {
namespace {

bool IsPlain(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text,
                             [](char c) {
                               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                      (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '/' ||
                                      c == '-';
                             }) &&
         text.front() != '-' && text.front() != '.';
}

/// A YAML scalar that reads back as `text`.
std::string Scalar(std::string_view text) {
  if (IsPlain(text)) return std::string(text);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

std::string Settings::Unknown(const std::string& key, const SettingValue& value) const {
  std::vector<std::string> known;
  for (const Declared& declared : declared_) {
    if (declared.secret && declared.key == key + "_file") {
      return key + ": a secret is never given as a value; name its file in " + declared.key + " (" +
             value.origin + ")";
    }
    known.push_back(declared.key);
  }
  const std::string nearest = Nearest(key, known);
  return key + ": unknown setting" +
         (nearest.empty() ? std::string() : "; did you mean " + nearest + "?") + " (" +
         value.origin + ")";
}

Result<void> Settings::Finish() const {
  std::vector<std::string> faults = faults_;
  for (const auto& [key, value] : layers_.values) {
    if (std::ranges::find(declared_, key, &Declared::key) == declared_.end()) {
      faults.push_back(Unknown(key, value));
    }
  }
  if (faults.empty()) return {};
  std::string message;
  for (const std::string& fault : faults) message += (message.empty() ? "" : "\n") + fault;
  return Invalid(message, faults.front().substr(0, faults.front().find(':')));
}

std::string Settings::Print() const {
  std::string out;
  for (const Declared& declared : declared_) {
    out += declared.key + ": " + Scalar(declared.value) + "  # " + declared.origin +
           (declared.secret ? ", content masked" : "") + "\n";
  }
  return out;
}

std::string Settings::Help() const {
  std::string out = "usage: relance-" + layers_.service +
                    " [--config FILE]... [--set KEY=VALUE]... [--print-config] [--help]"
                    " [--version]\n\n"
                    "Later wins: defaults, --config (or /etc/relance/" +
                    layers_.service + ".yaml), environment, --set.\n";
  for (const Declared& declared : declared_) {
    out += "\n" + declared.key + "\n    " + declared.help + "\n    " +
           EnvironmentName(layers_.service, declared.key) +
           (declared.fallback.empty() ? "" : ", default " + declared.fallback) + "\n";
  }
  for (const auto& [prefix, help] : sections_) {
    out += "\n" + prefix + "*\n    " + help + "\n";
  }
  return out;
}

}  // namespace relance
