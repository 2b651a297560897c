#pragma once

#include <string>
#include <vector>

#include "services/scenario/domain/candidates.h"
#include "services/scenario/domain/group_tests.h"

/// Which due steps leave together, and the notice that they make.
namespace relance::scenario {

bool IsOwn(const Candidate& candidate);

Group CallGroup(const std::string& step, const std::vector<Candidate>& candidates);
/// Steps that leave in a notice of their own; forced ones apart.
Group OwnGroup(const std::string& step, bool forced, const std::vector<Candidate>& candidates);
Group MessageGroup(const std::vector<Candidate>& candidates);
Group ItemGroup(Candidate candidate);

/// The candidates that would leave with the notice now.
Group GroupOf(const Notice& notice, const std::vector<Candidate>& candidates);

/// The notice of the candidates that passed. Its id is derived from the case, its cycle, the step
/// and how often that step was planned in it: a replay gives the same.
Notice NoticeOf(const Case& c, const Group& group, Verdict verdict, const Moment& moment);

/// The facts that follow from a verdict: blocks and tasks, then the call, notice or hand-over.
CaseFacts FactsOf(const Case& c, const Group& group, Verdict verdict, const Moment& moment);

}  // namespace relance::scenario
