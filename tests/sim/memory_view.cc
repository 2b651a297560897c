#include "tests/sim/memory_view.h"

#include <algorithm>

namespace relance::sim {
namespace {

constexpr size_t kRemembered = 6;

bool HasFamily(const std::string& key) {
  return key.find('/') != key.npos;
}

Failure NoFamily(const std::string& key) {
  return Invalid("a document is named family/name, not " + key);
}

void Apply(const journal::Changes& changes, ViewContent& content) {
  for (const auto& family : changes.dropped_families) {
    std::erase_if(content.documents,
                  [&](const auto& d) { return d.first.starts_with(family + "/"); });
  }
  for (const auto& [key, value] : changes.documents) {
    if (value) {
      content.documents[key] = *value;
    } else {
      content.documents.erase(key);
    }
  }
  for (const auto& [member, present] : changes.index) {
    if (present) {
      content.index.insert(member);
    } else {
      content.index.erase(member);
    }
  }
}

}  // namespace

Result<journal::Loaded> MemoryView::Load(const std::vector<std::string>& keys) {
  journal::Loaded loaded{content_.position, {}};
  for (const auto& key : keys) {
    if (!HasFamily(key)) return NoFamily(key);
    const auto found = content_.documents.find(key);
    loaded.values.push_back(found == content_.documents.end() ? std::nullopt
                                                              : std::optional(found->second));
  }
  return loaded;
}

Result<journal::Listed> MemoryView::List(const std::string& prefix, const std::string& after,
                                         size_t limit) {
  journal::Listed listed{content_.position, {}};
  auto it = after < prefix ? content_.index.lower_bound(prefix) : content_.index.upper_bound(after);
  for (; it != content_.index.end() && listed.members.size() < limit; ++it) {
    if (!it->starts_with(prefix)) break;
    listed.members.push_back(*it);
  }
  return listed;
}

Result<journal::Projected> MemoryView::Project(const std::optional<journal::Position>& from,
                                               const journal::Position& to,
                                               const journal::Changes& changes) {
  for (const auto& [key, value] : changes.documents) {
    if (!HasFamily(key)) return NoFamily(key);
  }
  if (content_.position == to) return journal::Projected{true, to};
  if (content_.position != from) return journal::Projected{false, content_.position};
  Apply(changes, content_);
  content_.position = to;
  history_.push_back(content_);
  if (history_.size() > kRemembered) history_.pop_front();
  return journal::Projected{true, to};
}

Result<void> MemoryView::Wipe() {
  history_.clear();
  content_ = {};
  return {};
}

Result<void> MemoryView::ForgetAttempts(const std::string& input) {
  attempts_.erase(input);
  return {};
}

void MemoryView::RollBack(size_t projections) {
  for (; projections > 0 && !history_.empty(); --projections) history_.pop_back();
  content_ = history_.empty() ? ViewContent{} : history_.back();
}

}  // namespace relance::sim
