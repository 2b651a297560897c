#pragma once

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/relance/config/problem.h"

namespace relance::cli {

/// One file of YAML and what is wrong with it.
struct YamlFile {
  std::string name;
  YAML::Node root;
  std::vector<Problem>& problems;

  void Say(const YAML::Node& at, std::string field, std::string reason);
};

/// Parses; a fault of syntax becomes a problem and the root is null.
YamlFile ParseYaml(const std::string& name, const std::string& text,
                   std::vector<Problem>& problems);

/// Reads the keys of one map. Each getter says what is wrong itself; Finish says which keys nobody
/// asked for, with the one that was probably meant.
class YamlFields {
 public:
  /// `path` is where the map stands, such as "legal_entities[2]".
  YamlFields(YamlFile& file, const YAML::Node& map, std::string path);

  bool IsMap() const { return map_.IsMap(); }
  std::string Required(const std::string& key);
  std::string Text(const std::string& key);
  int Int(const std::string& key, int least, int most);
  /// A sequence of texts, or one text.
  std::vector<std::string> Texts(const std::string& key);
  /// The node under a key, undefined when there is none.
  YAML::Node Child(const std::string& key);
  void Finish();

  /// About one key; `at` is its value when it is there, else the map.
  void Say(const std::string& key, std::string reason);
  std::string PathOf(const std::string& key) const;

 private:
  YamlFile& file_;
  const YAML::Node map_;
  const std::string path_;
  std::vector<std::string> known_;
};

}  // namespace relance::cli
