#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/journal/front.h"

namespace relance::scenario {

/// A view of one partition.
class DocumentsInMemory : public journal::ViewReader {
 public:
  Result<journal::Loaded> Load(const journal::Token&, const std::vector<std::string>& keys,
                               Millis) override {
    journal::Loaded loaded;
    for (const auto& key : keys) {
      const auto at = documents.find(key);
      loaded.values.push_back(at == documents.end() ? std::nullopt : std::optional(at->second));
    }
    return loaded;
  }
  Result<journal::Listed> List(const journal::Token&, const std::string&, const std::string&,
                               size_t, Millis) override {
    return journal::Listed{};
  }

  std::map<std::string, std::string> documents;
};

}  // namespace relance::scenario
