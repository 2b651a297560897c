#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/journal/front.h"
#include "libs/journal/view.h"
#include "services/notifier/adapters/notifier_journal.h"

namespace relance::notifier {

/// An owner in small, of one partition: what the domain asks for is loaded from a view in memory,
/// and exactly that; what it decides is applied at once. Also the front and the view of its
/// service. Thread-safe.
class MemoryJournal : public journal::CommandFront, public journal::ViewReader {
 public:
  explicit MemoryJournal(std::function<Instant()> now) : now_(std::move(now)) {}

  journal::Decision Take(const journal::Input& input) {
    const std::lock_guard lock(mutex_);
    documents_.Clear();
    LoadKeys(journal_.Needs(input, documents_));
    const auto decision = journal_.Decide(input, documents_, now_());
    for (const auto& effect : decision.effects) Apply(effect);
    ++sequence_;
    return decision;
  }

  void Apply(const journal::Effect& effect) {
    LoadKeys(journal_.NeedsToEvolve(effect.key, effect.facts, documents_));
    for (const auto& fact : effect.facts) {
      const auto ok = journal_.Evolve(effect.key, fact, documents_, sequence_ + 1, now_());
      EXPECT_TRUE(ok) << ok.error().message;
      facts.push_back(fact);
    }
    const auto changes = documents_.Take();
    for (const auto& [key, value] : changes.documents) {
      if (value) {
        view[key] = *value;
      } else {
        view.erase(key);
      }
    }
    for (const auto& [member, in] : changes.index) {
      if (in) {
        index.insert(member);
      } else {
        index.erase(member);
      }
    }
  }

  // CommandFront.
  void Submit(int partition, const CommandId& id, const journal::Identity& by, std::string content,
              Millis, std::function<void(Result<journal::Outcome>)> done) override {
    const journal::CommandInput command{id, by, std::move(content)};
    const auto decision = Take({"relance.notifier.commands.v1", 0, command});
    done(journal::Outcome{decision.reply->accepted, decision.reply->bytes, {partition, sequence_}});
  }
  void Write(int, bool, std::string, std::function<void(Result<void>)> done) override { done({}); }
  CommandId NewId() override { return MakeCommandId(now_(), {}); }

  // ViewReader.
  Result<journal::Loaded> Load(const journal::Token&, const std::vector<std::string>& keys,
                               Millis) override {
    const std::lock_guard lock(mutex_);
    journal::Loaded out;
    for (const auto& key : keys) {
      const auto at = view.find(key);
      out.values.push_back(at == view.end() ? std::nullopt : std::optional(at->second));
    }
    return out;
  }
  Result<journal::Listed> List(const journal::Token&, const std::string& prefix,
                               const std::string& after, size_t limit, Millis) override {
    const std::lock_guard lock(mutex_);
    journal::Listed out;
    for (const auto& member : index) {
      if (member.starts_with(prefix) && member > after && out.members.size() < limit) {
        out.members.push_back(member);
      }
    }
    return out;
  }

  std::optional<Notice> Stored(const NoticeRef& ref) {
    const std::lock_guard lock(mutex_);
    const auto at = view.find(NoticeKey(ref));
    if (at == view.end()) return std::nullopt;
    return *Decode<Notice>(at->second);
  }

  std::map<std::string, std::string> view;
  std::set<std::string> index;
  std::vector<std::string> facts;

 private:
  void LoadKeys(const std::vector<std::string>& keys) {
    for (const auto& key : keys) {
      const auto at = view.find(key);
      documents_.Install(key, at == view.end() ? std::nullopt : std::optional(at->second));
    }
  }

  const std::function<Instant()> now_;
  std::mutex mutex_;
  std::atomic<uint64_t> sequence_ = 0;
  NotifierJournal journal_;
  journal::Documents documents_;
};

}  // namespace relance::notifier
