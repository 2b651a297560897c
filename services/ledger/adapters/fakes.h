#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/journal/front.h"
#include "services/ledger/adapters/parked_events.h"

namespace relance::ledger {

/// A front that remembers what it was given and answers at once, unless told to hold.
class FakeFront : public journal::CommandFront {
 public:
  struct Written {
    int partition = 0;
    bool bulk = false;
    std::string content;
    std::function<void(Result<void>)> done;
  };
  struct Submitted {
    int partition = 0;
    CommandId id;
    journal::Identity by;
    std::string content;
  };

  void Submit(int partition, const CommandId& id, const journal::Identity& by, std::string content,
              Millis, std::function<void(Result<journal::Outcome>)> done) override {
    submitted.push_back({partition, id, by, std::move(content)});
    done(outcome);
  }
  void Write(int partition, bool bulk, std::string content,
             std::function<void(Result<void>)> done) override {
    written.push_back({partition, bulk, std::move(content), std::move(done)});
    if (hold) return;
    const bool fails = failures > 0 && failures-- > 0;
    Finish(written.size() - 1, fails ? Result<void>(Unavailable("queue is full")) : Result<void>());
  }
  CommandId NewId() override { return MakeCommandId(FromMillis(1'790'000'000'000 + made++), {}); }
  void Finish(size_t index, Result<void> result) {
    const auto done = std::exchange(written[index].done, nullptr);
    if (done) done(std::move(result));
  }

  std::deque<Written> written;
  std::vector<Submitted> submitted;
  Result<journal::Outcome> outcome = journal::Outcome{true, {}, {0, 7}};
  bool hold = false;
  int failures = 0;
  int64_t made = 0;
};

class FakeParkedEvents : public ParkedEvents {
 public:
  Result<void> Park(const ParkedEvent& event) override {
    if (failures > 0 && failures-- > 0) return Unavailable("no broker");
    events.push_back(event);
    return {};
  }
  Result<void> Replayed(const ReplayedEvent& event) override {
    replayed[event.id] = event.at;
    return {};
  }
  std::vector<ParkedEvent> events;
  std::map<std::string, Instant> replayed;
  int failures = 0;
};

class FakeParkedArchive : public ParkedArchive {
 public:
  explicit FakeParkedArchive(const FakeParkedEvents& written) : written_(written) {}
  Result<std::vector<ParkedEvent>> List(const std::string& entity, const std::string& after,
                                        size_t limit) override {
    std::vector<ParkedEvent> found;
    for (auto at = events.upper_bound(after); at != events.end() && found.size() < limit; ++at) {
      const bool asked = entity.empty() || at->second.entity == entity;
      if (asked && !written_.replayed.contains(at->first)) found.push_back(at->second);
    }
    return found;
  }
  Result<ParkedEvent> Find(const std::string& id) override {
    const auto found = events.find(id);
    if (found == events.end()) return NotFound("no event " + id + " is parked");
    return found->second;
  }
  Result<ReplayTimes> ReplayedAt(const std::vector<std::string>& ids) override {
    ReplayTimes times;
    for (const std::string& id : ids) {
      const auto found = written_.replayed.find(id);
      times.push_back(found == written_.replayed.end() ? std::nullopt
                                                       : std::optional(found->second));
    }
    return times;
  }
  void Add(const ParkedEvent& event) { events[IdOf(event)] = event; }

  std::map<std::string, ParkedEvent> events;

 private:
  const FakeParkedEvents& written_;
};

}  // namespace relance::ledger
