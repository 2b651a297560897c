#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/journal/domain.h"
#include "libs/journal/record.h"

/// What an accepted record means for the documents: the one way state changes, for the owner that
/// just decided, the one that catches up, and a rebuild from zero.
namespace relance::journal {

/// The first outcome of a command, kept under OutcomeKey.
struct StoredOutcome {
  std::string content_hash;
  bool accepted = false;
  std::string reply;
  uint64_t sequence = 0;
};
template <class Archive>
void Describe(Archive& archive, StoredOutcome& v) {
  archive(v.content_hash, v.accepted, v.reply, v.sequence);
}

/// Outcomes are kept in families by the day of issue, so that a day is forgotten in one stroke.
std::string OutcomeKey(const CommandId& id);

/// An aggregate whose facts cannot be applied. It is held: commands are refused, wake-ups silent.
/// All of a partition are one document: hardly ever is there one, and it is asked of every fact.
struct BrokenKey {
  uint64_t sequence = 0;
  std::string reason;
};
template <class Archive>
void Describe(Archive& archive, BrokenKey& v) {
  archive(v.sequence, v.reason);
}
struct BrokenKeys {
  std::map<std::string, BrokenKey> keys;
};
template <class Archive>
void Describe(Archive& archive, BrokenKeys& v) {
  archive(v.keys);
}
inline constexpr const char* kBrokenKeys = "broken/keys";
/// `kBrokenKeys` is known.
bool IsBroken(const std::string& key, Documents& documents);

/// Keys to install before FoldEntry, besides those that the domain names.
std::vector<std::string> NeedsToFold(const Entry& entry, Domain& domain, Documents& documents);

/// Applies one entry of the record {sequence, recorded_at}. Returns why its key broke on it, if it
/// did.
std::optional<std::string> FoldEntry(const Entry& entry, Domain& domain, Documents& documents,
                                     uint64_t sequence, Instant recorded_at);

/// Drops the outcome families that fall out between two records: 63 days after issue nobody may
/// repeat a command (30 days to be issued late, 32 days to be remembered, a day of grace).
void ForgetOldOutcomes(Instant previous, Instant recorded_at, Documents& documents);

}  // namespace relance::journal
