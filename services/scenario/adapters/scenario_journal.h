#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/journal/domain.h"
#include "relance/ledger/v1/facts.pb.h"
#include "relance/notifier/v1/facts.pb.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/rulebook.h"

namespace relance::scenario {

/// The case engine on the journal: what one partition of the scenario service decides. Follows the
/// ledger's and the notifier's journals.
class ScenarioJournal : public journal::Domain {
 public:
  ScenarioJournal(Rulebook& rulebook, int partition) : rulebook_(rulebook), partition_(partition) {}

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
  Rulebook& rulebook_;
  const int partition_;
};

/// "scenario/3/1042/…": the fence that answers asks recorded up to sequence 1042 of partition 3.
std::string FenceId(int partition, uint64_t sequence, const std::string& unique);
/// nullopt when it is not a fence of this partition.
std::optional<uint64_t> SequenceOfFence(const std::string& fence_id, int partition);

}  // namespace relance::scenario
