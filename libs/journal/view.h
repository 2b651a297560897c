#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/digest/digest.h"

/// The view port of the journal: what an owner or a reader of one partition needs from Redis.
///
/// A view holds documents, each named "family/name", an ordered index of strings, and the position
/// of the last record in it. All three change together or not at all.
namespace relance::journal {

/// The last accepted record that a view, an owner or a follower knows. Sequence 0: none yet.
struct Position {
  uint64_t sequence = 0;
  Digest hash{};  ///< SHA-256 of its header; of the chain's origin for sequence 0.
  int64_t offset = -1;

  bool operator==(const Position&) const = default;
};

/// What one projection writes: absolute values.
struct Changes {
  /// Each named once; no value: removed.
  std::vector<std::pair<std::string, std::optional<std::string>>> documents;
  /// true: member, false: not one. In order: the last word on a member counts.
  std::vector<std::pair<std::string, bool>> index;
  std::set<std::string, std::less<>>
      dropped_families;  ///< Removed whole, before `documents` are written.

  bool Empty() const { return documents.empty() && index.empty() && dropped_families.empty(); }
};

struct Loaded {
  std::optional<Position> position;  ///< None: the view is empty.
  std::vector<std::optional<std::string>> values;
};

struct Listed {
  std::optional<Position> position;
  std::vector<std::string> members;  ///< In byte order.
};

/// The outcome of a compare-and-set: whether the view now stands at the wanted position (also when
/// it already did: a lost reply), and where it stands.
struct Projected {
  bool done = false;
  std::optional<Position> actual;
};

/// Each call is one atomic read or write on the master.
class ViewStore {
 public:
  virtual ~ViewStore() = default;

  virtual Result<Loaded> Load(const std::vector<std::string>& keys) = 0;
  /// Index members that start with `prefix` and are greater than `after`, at most `limit`.
  virtual Result<Listed> List(const std::string& prefix, const std::string& after,
                              size_t limit) = 0;
  /// Writes `changes` and the position `to` if the view stands at `from` (none: it is empty).
  virtual Result<Projected> Project(const std::optional<Position>& from, const Position& to,
                                    const Changes& changes) = 0;
  /// Forgets everything, the position included: the next owner rebuilds from the journal.
  virtual Result<void> Wipe() = 0;

  /// Adds one to the attempts at an input, outside the view, and returns the sum. Kept for a day.
  virtual Result<int> CountAttempt(const std::string& input) = 0;
  virtual Result<void> ForgetAttempts(const std::string& input) = 0;
  /// The store's own clock, for the time guard.
  virtual Result<Instant> Time() = 0;
};

/// What one visit to a view is to do: write, then read what is needed next.
struct Visit {
  std::optional<Position> from;
  Position to;
  Changes changes;
  std::vector<std::string> keys;  ///< Loaded once the view stands at `to`. May be empty.
};

struct Visited {
  Projected projected;
  Loaded loaded;  ///< Nothing unless it was projected and there were keys.
};

/// ViewStore::Project, then Load. Somebody else may move the view in between.
Result<Visited> Make(ViewStore& view, const Visit& visit);

/// Projections beside the owner's work, each with a load behind it: one visit is under way at most.
class Projector {
 public:
  virtual ~Projector() = default;

  /// Starts a visit. What was started before has been awaited.
  virtual void Start(Visit visit) = 0;
  /// What became of it: returns once that is known, or will never be (kUnavailable: the view may
  /// still move to where the projection was to take it).
  virtual Result<Visited> Await() = 0;
};

}  // namespace relance::journal
