#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/command_id.h"
#include "libs/base/instant.h"
#include "libs/base/personal.h"
#include "libs/base/result.h"
#include "services/portal/domain/account.h"
#include "services/portal/domain/promise_form.h"

/// What the use cases of the portal need from outside. Every call may block, up to its deadline.
namespace relance::portal {

/// The person who acts, as far as a link tells: any reader of one contact's mail.
struct Viewer {
  AccountId account{};
  std::string contact{};

  bool operator==(const Viewer&) const = default;
};

/// "At least as new as this", given by a command of a service.
struct ReadToken {
  std::string service{};
  int partition = 0;
  uint64_t sequence = 0;

  bool operator==(const ReadToken&) const = default;
};

struct LedgerAccount {
  Personal<std::string> name{};
  std::string language{};
  std::map<std::string, std::string> contact_languages{};  ///< By contact id.
  std::vector<Credit> credits{};
  std::optional<Instant> received_up_to{};
};

/// A document to download.
struct Paper {
  std::string content{};
  std::string media_type{};
  std::string file_name{};
};

class LedgerPort {
 public:
  virtual ~LedgerPort() = default;
  virtual Result<LedgerAccount> Account(const Viewer& viewer) = 0;
  /// All open lines by due date.
  virtual Result<std::vector<Line>> OpenLines(const Viewer& viewer) = 0;
  /// As of today; nullopt once something of it was billed or waived: the creditor has told of it.
  virtual Result<std::optional<LateCost>> CostOfDelay(const Viewer& viewer, const Line& line) = 0;
  /// The statement of account for it, as of today, as a PDF.
  virtual Result<Paper> Statement(const Viewer& viewer, const Line& line,
                                  const std::string& language) = 0;
};

/// What the case says about one line.
struct CaseLine {
  std::optional<Date> promised_for{};
  int64_t disputed = 0;
  std::optional<Date> held_until{};
};

struct CaseView {
  std::map<std::string, CaseLine> lines{};  ///< By line id.
  std::vector<Promise> promises{};
};

struct RecordedPromise {
  std::string id{};
  ReadToken token{};
};

class ScenarioPort {
 public:
  virtual ~ScenarioPort() = default;
  /// An account without a case has an empty one.
  virtual Result<CaseView> Case(const Viewer& viewer, const std::optional<ReadToken>& at_least) = 0;
  /// The same id and promise may be repeated: the answer is the first one's.
  virtual Result<RecordedPromise> RecordPromise(const Viewer& viewer, const CommandId& id,
                                                const CheckedPromise& promise) = 0;
  /// kNotFound for an entity that the configuration does not name.
  virtual Result<LegalEntity> Entity(const std::string& code) = 0;
  /// The codes of all.
  virtual Result<std::vector<std::string>> Entities() = 0;
};

class NotifierPort {
 public:
  virtual ~NotifierPort() = default;
  /// kNotFound alike for unknown, expired, revoked and malformed tokens.
  virtual Result<Viewer> ResolveLink(const std::string& token) = 0;
};

/// What a browser's cookie stands for. Holds no personal data.
struct Session {
  Viewer viewer{};
  std::string csrf{};                   ///< Stands in every form of the session.
  std::optional<ReadToken> scenario{};  ///< Of the last act: pages after it show it.
  bool acted = false;                   ///< A person, not a scanner of mail, has used it.

  bool operator==(const Session&) const = default;
};

/// Sessions end 30 minutes after their last use, and 12 hours after they began. They may be lost.
class SessionStore {
 public:
  virtual ~SessionStore() = default;
  virtual Result<void> Put(const std::string& id, const Session& session) = 0;
  /// Counts as use. kNotFound: never was, or ended.
  virtual Result<Session> Find(const std::string& id) = 0;
};

inline constexpr Millis kSessionIdle = std::chrono::minutes(30);
inline constexpr Millis kSessionLife = std::chrono::hours(12);

/// Counts failed attempts by where they come from, forgotten after kAttemptWindow.
class AttemptCounter {
 public:
  virtual ~AttemptCounter() = default;
  virtual Result<int64_t> Failures(const std::string& origin) = 0;
  virtual Result<void> CountFailure(const std::string& origin) = 0;
};

inline constexpr Millis kAttemptWindow = std::chrono::minutes(10);
inline constexpr int64_t kMostAttempts = 10;

class Clock {
 public:
  virtual ~Clock() = default;
  /// Business time.
  virtual Instant Now() = 0;
};

class Randomness {
 public:
  virtual ~Randomness() = default;
  /// Bytes that nobody can guess.
  virtual std::string Bytes(size_t n) = 0;
};

}  // namespace relance::portal
