#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/journal/front.h"
#include "services/ledger/adapters/journal_harness.h"

namespace relance::ledger {

/// Reads of views that journals in this process keep, one a partition.
class FakeViews : public journal::ViewReader {
 public:
  Result<journal::Loaded> Load(const journal::Token& at_least, const std::vector<std::string>& keys,
                               Millis) override {
    if (auto there = Reached(at_least); !there) return Failure(there.error());
    journal::Loaded loaded;
    loaded.position = journal::Position{sequence, {}, 0};
    const auto& view = partitions[at_least.partition].view;
    for (const std::string& key : keys) {
      const auto found = view.find(key);
      loaded.values.push_back(found == view.end() ? std::nullopt : std::optional(found->second));
    }
    return loaded;
  }
  Result<journal::Listed> List(const journal::Token& at_least, const std::string& prefix,
                               const std::string& after, size_t limit, Millis) override {
    if (auto there = Reached(at_least); !there) return Failure(there.error());
    journal::Listed listed;
    listed.position = journal::Position{sequence, {}, 0};
    for (const std::string& member : partitions[at_least.partition].Members(prefix)) {
      if (member > after && listed.members.size() < limit) listed.members.push_back(member);
    }
    return listed;
  }

  std::map<int, JournalHarness> partitions;
  uint64_t sequence = 9;

 private:
  Result<void> Reached(const journal::Token& at_least) const {
    if (at_least.sequence > sequence) return Unavailable("the view is behind");
    return {};
  }
};

}  // namespace relance::ledger
