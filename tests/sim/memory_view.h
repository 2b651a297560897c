#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/journal/view.h"

namespace relance::sim {

struct ViewContent {
  std::optional<journal::Position> position;
  std::map<std::string, std::string> documents;
  std::set<std::string> index;
};

/// A view in memory, as strict as the one in Redis, that can lose its newest projections.
class MemoryView : public journal::ViewStore {
 public:
  explicit MemoryView(std::function<Instant()> time) : time_(std::move(time)) {}

  Result<journal::Loaded> Load(const std::vector<std::string>& keys) override;
  Result<journal::Listed> List(const std::string& prefix, const std::string& after,
                               size_t limit) override;
  Result<journal::Projected> Project(const std::optional<journal::Position>& from,
                                     const journal::Position& to,
                                     const journal::Changes& changes) override;
  Result<void> Wipe() override;
  Result<int> CountAttempt(const std::string& input) override { return ++attempts_[input]; }
  Result<void> ForgetAttempts(const std::string& input) override;
  Result<Instant> Time() override { return time_(); }

  const ViewContent& content() const { return content_; }
  /// What a fail-over to a replica that was `projections` behind leaves.
  void RollBack(size_t projections);

 private:
  std::function<Instant()> time_;
  ViewContent content_;
  std::deque<ViewContent> history_;  ///< The newest last.
  std::map<std::string, int> attempts_;
};

}  // namespace relance::sim
