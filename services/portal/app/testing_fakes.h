#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/portal/app/ports.h"

/// The world of a portal in memory, for the tests of its use cases.
namespace relance::portal::testing {

inline Date Day(const char* text) {
  return *ParseDate(text);
}

class FakeLedger : public LedgerPort {
 public:
  Result<LedgerAccount> Account(const Viewer&) override {
    if (failure) return Failure(*failure);
    return account;
  }
  Result<std::vector<Line>> OpenLines(const Viewer&) override { return lines; }
  Result<std::optional<LateCost>> CostOfDelay(const Viewer&, const Line& line) override {
    if (cost_failure) return Failure(*cost_failure);
    costs_asked.push_back(line.id);
    return cost;
  }

  Result<Paper> Statement(const Viewer& viewer, const Line& line,
                          const std::string& language) override {
    if (cost_failure) return Failure(*cost_failure);
    const std::string name = viewer.account.account + "-" + line.id + "-" + language;
    return Paper{"%PDF- of " + name, "application/pdf", name + ".pdf"};
  }

  LedgerAccount account;
  std::vector<Line> lines;
  std::optional<Error> failure;
  std::optional<LateCost> cost;
  std::vector<std::string> costs_asked;
  std::optional<Error> cost_failure;
};

class FakeScenario : public ScenarioPort {
 public:
  Result<CaseView> Case(const Viewer&, const std::optional<ReadToken>& at_least) override {
    asked_at_least = at_least;
    return view;
  }
  Result<RecordedPromise> RecordPromise(const Viewer& viewer, const CommandId& id,
                                        const CheckedPromise& promise) override {
    if (failure) return Failure(*failure);
    recorded_by = viewer;
    const bool first = recorded.emplace(id, promise).second;
    if (!first && recorded[id] != promise) return Conflict("other content");
    return RecordedPromise{"promise-" + ToString(id).substr(0, 8), {"scenario", 2, 77}};
  }
  Result<LegalEntity> Entity(const std::string& code) override {
    if (code != entity.code) return NotFound("no such entity");
    return entity;
  }
  Result<std::vector<std::string>> Entities() override {
    std::vector<std::string> codes = others;
    codes.push_back(entity.code);
    return codes;
  }

  CaseView view;
  LegalEntity entity;
  std::vector<std::string> others;
  std::optional<Error> failure;
  std::optional<ReadToken> asked_at_least;
  Viewer recorded_by;
  std::map<CommandId, CheckedPromise> recorded;
};

class FakeNotifier : public NotifierPort {
 public:
  Result<Viewer> ResolveLink(const std::string& token) override {
    if (failure) return Failure(*failure);
    const auto link = links.find(token);
    if (link == links.end()) return NotFound("no such link");
    return link->second;
  }

  std::map<std::string, Viewer> links;
  std::optional<Error> failure;
};

class FakeSessions : public SessionStore {
 public:
  Result<void> Put(const std::string& id, const Session& session) override {
    if (lost) return Unavailable("no store");
    sessions[id] = session;
    return {};
  }
  Result<Session> Find(const std::string& id) override {
    const auto found = sessions.find(id);
    if (found == sessions.end()) return NotFound("no session");
    return found->second;
  }

  std::map<std::string, Session> sessions;
  bool lost = false;
};

class FakeAttempts : public AttemptCounter {
 public:
  Result<int64_t> Failures(const std::string& origin) override { return failures[origin]; }
  Result<void> CountFailure(const std::string& origin) override {
    ++failures[origin];
    return {};
  }

  std::map<std::string, int64_t> failures;
};

class FakeClock : public Clock {
 public:
  Instant Now() override { return now; }

  Instant now = *ParseInstant("2026-11-21T07:30:00Z");
};

/// Never the same bytes twice, always the same in every run.
class CountingRandomness : public Randomness {
 public:
  std::string Bytes(size_t n) override {
    std::string bytes(n, '\0');
    bytes[0] = static_cast<char>(++count_);
    return bytes;
  }

 private:
  int count_ = 0;
};

}  // namespace relance::portal::testing
