#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/law_files/law_files.h"

namespace relance::interest {

/// One file and what is wrong with it.
struct LawFile {
  std::string name;
  std::vector<LawFileProblem>& problems;

  void Say(const YAML::Node& at, const std::string& field, const std::string& reason);
};

/// The keys of one map. Getters say what is wrong themselves; Finish names the keys nobody asked
/// for, and those given twice.
class Fields {
 public:
  /// `path` is where the map stands, "profiles[2]"; empty for the file itself.
  Fields(LawFile& file, const YAML::Node& map, std::string path);

  bool Has(const std::string& key) const { return Find(key).IsDefined(); }
  /// The node under a key; undefined, after saying so, when it is missing.
  YAML::Node Required(const std::string& key);
  YAML::Node Optional(const std::string& key);
  /// One value; "" when it is missing or no single value.
  std::string Text(const std::string& key);
  std::string OptionalText(const std::string& key);
  /// Every item of a list; nothing when it is no list.
  std::vector<YAML::Node> List(const std::string& key);
  /// A list of single values.
  std::vector<std::string> Texts(const std::string& key);
  int Int(const std::string& key, int least, int most);
  /// yes or no.
  bool YesOrNo(const std::string& key);

  /// What `parse` makes of the value; a problem and T() when it is missing or refused.
  template <class T>
  T Parsed(const std::string& key, Result<T> (*parse)(std::string_view)) {
    const std::string text = Text(key);
    if (text.empty()) return T();
    const auto value = parse(text);
    if (!value) Say(key, value.error().message);
    return value.value_or(T());
  }
  /// The value that stands for the word.
  template <class T>
  T OneOf(const std::string& key, const std::vector<std::pair<std::string, T>>& choices) {
    return Chosen(key, Text(key), choices);
  }
  template <class T>
  std::vector<T> ManyOf(const std::string& key,
                        const std::vector<std::pair<std::string, T>>& choices) {
    std::vector<T> chosen;
    for (const std::string& text : Texts(key)) chosen.push_back(Chosen(key, text, choices));
    return chosen;
  }

  /// About one key: at its value when it is there, else at the map.
  void Say(const std::string& key, const std::string& reason);
  std::string PathOf(const std::string& key) const;
  void Finish();

 private:
  YAML::Node Find(const std::string& key) const;

  template <class T>
  T Chosen(const std::string& key, const std::string& text,
           const std::vector<std::pair<std::string, T>>& choices) {
    std::string words;
    for (const auto& [word, value] : choices) {
      if (word == text) return value;
      words += (words.empty() ? "" : ", ") + word;
    }
    if (!text.empty()) Say(key, "'" + text + "' is none of " + words);
    return T();
  }

  LawFile& file_;
  const YAML::Node map_;
  const std::string path_;
  std::vector<std::string> known_;
};

/// Parts of a book. Each takes the one document of its file.
RateSeries ReadSeries(LawFile& file, const YAML::Node& root);
/// Profiles, rules and the number of the version go into the book.
void ReadProfiles(LawFile& file, const YAML::Node& root, LawBook& book);

}  // namespace relance::interest
