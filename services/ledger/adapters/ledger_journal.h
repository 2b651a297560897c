#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/journal/domain.h"
#include "services/ledger/adapters/written_facts.h"

namespace relance::ledger {

/// Where a feed stands, as its document "feed/ENTITY/SOURCE" in the view.
struct FeedState {
  int64_t up_to_ms = 0;
  int64_t behind = 0;
};

/// An input that was parked, as its document in the view.
struct ParkedInput {
  std::string topic;
  int partition = 0;
  int64_t offset = 0;
  std::string reason;
  std::string field;
  std::string entity;
  std::string account;
  Instant at{};
};

/// The last fence of the partition.
struct Fences {
  std::string last_id;
  uint64_t sequence = 0;
};

template <class Archive>
void Describe(Archive& archive, FeedState& v) {
  archive(v.up_to_ms, v.behind);
}
template <class Archive>
void Describe(Archive& archive, ParkedInput& v) {
  archive(v.topic, v.partition, v.offset, v.reason, v.field, v.entity, v.account, v.at);
}
template <class Archive>
void Describe(Archive& archive, Fences& v) {
  archive(v.last_id, v.sequence);
}

/// The ledger as its journal drives it.
class LedgerJournal : public journal::Domain {
 public:
  void Read(const journal::Input& input) const override;
  std::vector<std::string> Needs(const journal::Input& input,
                                 journal::Documents& documents) override;
  journal::Decision Decide(const journal::Input& input, journal::Documents& documents,
                           Instant now) override;
  std::vector<journal::Effect> Conclude(const std::vector<std::string>& touched,
                                        journal::Documents& documents, Instant now) override;
  std::vector<std::string> NeedsToEvolve(const std::string& key,
                                         const std::vector<std::string>& facts,
                                         journal::Documents& documents) override;
  Result<void> Evolve(const std::string& key, std::string_view fact, journal::Documents& documents,
                      uint64_t sequence, Instant recorded_at) override;
  journal::Effect Parked(const journal::Input& input, int partition,
                         const journal::ParkReason& reason) override;

 private:
  WrittenFacts written_;
};

}  // namespace relance::ledger
