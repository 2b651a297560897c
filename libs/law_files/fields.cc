#include "libs/law_files/fields.h"

#include <algorithm>
#include <charconv>

#include "libs/money/quoted.h"
#include "libs/settings/layers.h"

namespace relance::interest {

void LawFile::Say(const YAML::Node& at, const std::string& field, const std::string& reason) {
  const auto mark = at.Mark();
  problems.push_back({name, mark.line + 1, mark.column + 1, field, reason});
}

Fields::Fields(LawFile& file, const YAML::Node& map, std::string path)
    : file_(file), map_(map), path_(std::move(path)) {
  if (!map_.IsMap()) file_.Say(map_, path_, "must be a map of keys");
}

YAML::Node Fields::Find(const std::string& key) const {
  if (!map_.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
  return map_[key];
}

std::string Fields::PathOf(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

void Fields::Say(const std::string& key, const std::string& reason) {
  const YAML::Node value = Find(key);
  // What is missing, and an empty value, have no place of their own.
  const bool placed = value.IsDefined() && !value.IsNull();
  file_.Say(placed ? value : map_, PathOf(key), reason);
}

YAML::Node Fields::Optional(const std::string& key) {
  known_.push_back(key);
  return Find(key);
}

YAML::Node Fields::Required(const std::string& key) {
  const YAML::Node node = Optional(key);
  if (!node.IsDefined() && map_.IsMap()) Say(key, "is missing");
  return node;
}

std::string Fields::OptionalText(const std::string& key) {
  const YAML::Node node = Optional(key);
  if (!node.IsDefined()) return "";
  if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
  Say(key, "must be one value");
  return "";
}

std::string Fields::Text(const std::string& key) {
  if (!Required(key).IsDefined()) return "";
  return OptionalText(key);
}

std::vector<YAML::Node> Fields::List(const std::string& key) {
  const YAML::Node node = Required(key);
  if (!node.IsDefined()) return {};
  if (!node.IsSequence()) {
    Say(key, "must be a list");
    return {};
  }
  std::vector<YAML::Node> items;
  for (const auto& item : node) items.push_back(item);
  return items;
}

std::vector<std::string> Fields::Texts(const std::string& key) {
  std::vector<std::string> texts;
  for (const YAML::Node& item : List(key)) {
    if (item.IsScalar() && !item.Scalar().empty()) {
      texts.push_back(item.Scalar());
    } else {
      file_.Say(item, PathOf(key), "a list of single values");
    }
  }
  return texts;
}

int Fields::Int(const std::string& key, int least, int most) {
  const std::string text = Text(key);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && number >= least && number <= most) return number;
  if (!text.empty()) {
    Say(key, Quoted(text) + " is not a whole number from " + std::to_string(least) + " to " +
                 std::to_string(most));
  }
  return 0;
}

bool Fields::YesOrNo(const std::string& key) {
  return OneOf<bool>(key, {{"yes", true}, {"no", false}});
}

void Fields::Finish() {
  if (!map_.IsMap()) return;
  std::vector<std::string> seen;
  for (const auto& entry : map_) {
    if (!entry.first.IsScalar()) {
      file_.Say(entry.first, path_, "a key is one word");
      continue;
    }
    const std::string key = entry.first.Scalar();
    if (std::ranges::find(seen, key) != seen.end()) {
      file_.Say(entry.first, PathOf(key), "is given twice");
    }
    seen.push_back(key);
    if (std::ranges::find(known_, key) != known_.end()) continue;
    const std::string nearest = Nearest(key, known_);
    file_.Say(entry.first, path_,
              "unknown key " + Quoted(key) +
                  (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
  }
}

}  // namespace relance::interest
