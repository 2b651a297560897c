#include "tools/relance/config/yaml_fields.h"

#include <algorithm>
#include <charconv>

#include "libs/settings/layers.h"
#include "libs/settings/one_document.h"

namespace relance::cli {

void YamlFile::Say(const YAML::Node& at, std::string field, std::string reason) {
  const auto mark = at.Mark();
  problems.push_back({name, mark.line + 1, mark.column + 1, std::move(field), std::move(reason)});
}

YamlFile ParseYaml(const std::string& name, const std::string& text,
                   std::vector<Problem>& problems) {
  YamlFile file{name, YAML::Node(), problems};
  try {
    const auto document = OneDocument(text);
    if (document) {
      file.root = *document;
    } else {
      problems.push_back({name, 0, 0, "", "must hold exactly one YAML document"});
    }
  } catch (const YAML::Exception& error) {
    problems.push_back({name, error.mark.line + 1, error.mark.column + 1, "", error.msg});
  }
  return file;
}

YamlFields::YamlFields(YamlFile& file, const YAML::Node& map, std::string path)
    : file_(file), map_(map), path_(std::move(path)) {
  if (!map_.IsMap()) file_.Say(map_, path_, "must be a map of keys");
}

std::string YamlFields::PathOf(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

void YamlFields::Say(const std::string& key, std::string reason) {
  const YAML::Node value = map_.IsMap() ? map_[key] : YAML::Node();
  file_.Say(value.IsDefined() && !value.IsNull() ? value : map_, PathOf(key), std::move(reason));
}

YAML::Node YamlFields::Child(const std::string& key) {
  known_.push_back(key);
  return map_.IsMap() ? map_[key] : YAML::Node(YAML::NodeType::Undefined);
}

std::string YamlFields::Text(const std::string& key) {
  const YAML::Node node = Child(key);
  if (!node.IsDefined() || node.IsNull()) return "";
  if (!node.IsScalar()) {
    Say(key, "must be a text");
    return "";
  }
  return node.Scalar();
}

std::string YamlFields::Required(const std::string& key) {
  std::string text = Text(key);
  const YAML::Node node = map_.IsMap() ? map_[key] : YAML::Node();
  const bool said = node.IsDefined() && !node.IsNull() && !node.IsScalar();
  if (text.empty() && map_.IsMap() && !said) Say(key, "is missing");
  return text;
}

int YamlFields::Int(const std::string& key, int least, int most) {
  const std::string text = Text(key);
  if (text.empty()) return 0;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    Say(key, "'" + text + "' is not a whole number from " + std::to_string(least) + " to " +
                 std::to_string(most));
    return 0;
  }
  return number;
}

std::vector<std::string> YamlFields::Texts(const std::string& key) {
  const YAML::Node node = Child(key);
  if (!node.IsDefined() || node.IsNull()) return {};
  if (node.IsScalar()) return {node.Scalar()};
  std::vector<std::string> texts;
  for (size_t i = 0; node.IsSequence() && i < node.size(); ++i) {
    if (node[i].IsScalar()) {
      texts.push_back(node[i].Scalar());
    } else {
      file_.Say(node[i], PathOf(key) + "[" + std::to_string(i) + "]", "must be a text");
    }
  }
  if (!node.IsSequence()) Say(key, "must be a list of texts");
  return texts;
}

void YamlFields::Finish() {
  if (!map_.IsMap()) return;
  std::vector<std::string> seen;
  for (const auto& item : map_) {
    const std::string key = item.first.IsScalar() ? item.first.Scalar() : "";
    if (std::ranges::find(seen, key) != seen.end()) {
      file_.Say(item.first, PathOf(key), "stands here twice");
    }
    seen.push_back(key);
    if (std::ranges::find(known_, key) != known_.end()) continue;
    const std::string nearest = Nearest(key, known_);
    file_.Say(item.first, PathOf(key),
              "unknown key" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
  }
}

}  // namespace relance::cli
