#include "libs/journal/fold.h"

#include <algorithm>

#include "libs/base/encoding.h"

namespace relance::journal {
namespace {

constexpr int64_t kDaysRemembered = 63;

int64_t DayOf(Instant t) {
  return std::chrono::floor<std::chrono::days>(t).time_since_epoch().count();
}

std::string OutcomeFamily(int64_t day) {
  return "outcome-" + std::to_string(day);
}

/// Nothing is applied to a key that is broken, or breaks.
std::optional<std::string> FoldFacts(const Entry& entry, Domain& domain, Documents& documents,
                                     uint64_t sequence, Instant recorded_at) {
  if (IsBroken(entry.key, documents)) return std::nullopt;
  for (const auto& fact : entry.facts) {
    const auto applied = domain.Evolve(entry.key, fact, documents, sequence, recorded_at);
    if (applied) continue;
    documents.Edit<BrokenKeys>(kBrokenKeys).keys[entry.key] = {sequence, applied.error().message};
    return applied.error().message;
  }
  return std::nullopt;
}

}  // namespace

std::string OutcomeKey(const CommandId& id) {
  return OutcomeFamily(DayOf(IssuedAt(id))) + "/" + ToHex(ToBytes(id));
}

bool IsBroken(const std::string& key, Documents& documents) {
  const auto* broken = documents.Find<BrokenKeys>(kBrokenKeys);
  return broken != nullptr && broken->keys.contains(key);
}

std::vector<std::string> NeedsToFold(const Entry& entry, Domain& domain, Documents& documents) {
  std::vector<std::string> keys;
  const auto need = [&](const std::string& key) {
    if (!documents.Knows(key)) keys.push_back(key);
  };
  if (!entry.facts.empty()) {
    need(kBrokenKeys);
    for (const auto& key : domain.NeedsToEvolve(entry.key, entry.facts, documents)) need(key);
  }
  if (entry.outcome) need(OutcomeKey(entry.outcome->id));
  return keys;
}

std::optional<std::string> FoldEntry(const Entry& entry, Domain& domain, Documents& documents,
                                     uint64_t sequence, Instant recorded_at) {
  std::optional<std::string> broke;
  if (!entry.facts.empty()) broke = FoldFacts(entry, domain, documents, sequence, recorded_at);
  if (entry.outcome) {
    documents.Edit<StoredOutcome>(OutcomeKey(entry.outcome->id)) = {
        ToBytes(entry.outcome->content_hash), entry.outcome->accepted, entry.outcome->reply,
        sequence};
  }
  return broke;
}

void ForgetOldOutcomes(Instant previous, Instant recorded_at, Documents& documents) {
  const int64_t first = DayOf(previous) - kDaysRemembered + 1;
  const int64_t last = std::min(DayOf(recorded_at) - kDaysRemembered, DayOf(previous) + 1);
  for (int64_t day = first; day <= last; ++day) documents.DropFamily(OutcomeFamily(day));
}

}  // namespace relance::journal
