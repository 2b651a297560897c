#include <yaml-cpp/yaml.h>

#include <utility>

#include "libs/settings/layers.h"

namespace relance {
namespace {

using Values = std::map<std::string, SettingValue>;

std::string At(const std::string& file, const YAML::Mark& mark) {
  return file + ":" + std::to_string(mark.line + 1);
}

Failure Bad(const std::string& file, const YAML::Mark& mark, const std::string& key,
            const std::string& reason) {
  return Invalid(At(file, mark) + ":" + std::to_string(mark.column + 1) + ": " + reason, key);
}

/// A sequence of scalars as text with commas.
Result<std::string> Joined(const YAML::Node& list, const std::string& key,
                           const std::string& file) {
  std::string text;
  for (const YAML::Node& item : list) {
    if (!item.IsScalar()) return Bad(file, item.Mark(), key, "a list holds plain values only");
    if (item.Scalar().find(',') != std::string::npos) {
      return Bad(file, item.Mark(), key, "a value of a list holds no comma");
    }
    text += (text.empty() ? "" : ",") + item.Scalar();
  }
  return text;
}

Result<void> Flatten(const YAML::Node& node, const std::string& key, const std::string& file,
                     Values& out);

Result<void> FlattenMap(const YAML::Node& node, const std::string& key, const std::string& file,
                        Values& out) {
  for (const auto& pair : node) {
    const YAML::Node& name = pair.first;
    const YAML::Node& value = pair.second;
    if (!name.IsScalar() || name.Scalar().empty()) {
      return Bad(file, name.Mark(), key, "a key is a plain word");
    }
    const std::string below = key.empty() ? name.Scalar() : key + "." + name.Scalar();
    // A missing value has no mark of its own.
    if (value.IsNull()) return Bad(file, name.Mark(), below, "'" + below + "' has no value");
    if (auto flat = Flatten(value, below, file, out); !flat) return flat;
  }
  return {};
}

Result<void> Flatten(const YAML::Node& node, const std::string& key, const std::string& file,
                     Values& out) {
  if (node.IsMap()) return FlattenMap(node, key, file, out);
  if (key.empty()) return Bad(file, node.Mark(), "", "settings are a mapping of keys to values");
  SettingValue value{.text = node.IsScalar() ? node.Scalar() : "", .origin = At(file, node.Mark())};
  if (node.IsSequence()) {
    auto text = Joined(node, key, file);
    if (!text) return Failure(text.error());
    value.text = std::move(*text);
  }
  if (!out.emplace(key, std::move(value)).second) {
    return Bad(file, node.Mark(), key,
               "'" + key + "' is given twice, first at " + out.at(key).origin);
  }
  return {};
}

}  // namespace

Result<std::map<std::string, SettingValue>> ReadYaml(const std::string& text,
                                                     const std::string& file) {
  Values values;
  try {
    const YAML::Node root = YAML::Load(text);
    if (root.IsNull()) return values;
    if (auto flat = Flatten(root, "", file, values); !flat) return Failure(flat.error());
  } catch (const YAML::Exception& e) {
    return Bad(file, e.mark, "", e.msg);
  }
  return values;
}

}  // namespace relance
