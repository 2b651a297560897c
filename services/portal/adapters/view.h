#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace relance::portal {

/// What a template may show: texts, which it escapes, and lists of views, which it repeats. A list
/// of one serves as "if there is one".
class View {
 public:
  View& Set(std::string_view name, std::string_view text) {
    texts_[std::string(name)] = text;
    return *this;
  }
  /// An empty text is as if it were not there.
  View& SetIf(std::string_view name, std::string_view text) {
    if (!text.empty()) Add(name).Set(name, text);
    return *this;
  }
  /// A new entry of a list.
  View& Add(std::string_view name) { return lists_[std::string(name)].emplace_back(); }
  View& Flag(std::string_view name, bool on) {
    if (on) Add(name);
    return *this;
  }

  const std::map<std::string, std::string>& texts() const { return texts_; }
  const std::map<std::string, std::vector<View>>& lists() const { return lists_; }

 private:
  std::map<std::string, std::string> texts_;
  std::map<std::string, std::vector<View>> lists_;
};

}  // namespace relance::portal
