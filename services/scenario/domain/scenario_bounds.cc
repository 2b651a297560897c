#include "services/scenario/domain/scenario_bounds.h"

#include <algorithm>
#include <string>

#include "libs/money/amount.h"

namespace relance::scenario {
namespace {

bool IsDemand(const Step& step) {
  return step.action == Action::kMessage && !step.IsPreventive();
}

int64_t CostOn(Channel channel, const ScenarioBounds& bounds) {
  const auto cost = bounds.message_cost.find(channel);
  return cost == bounds.message_cost.end() ? 0 : cost->second;
}

std::optional<int64_t> CostOf(const Step& step, const ScenarioBounds& bounds) {
  std::vector<int64_t> together;
  for (const Channel channel : step.channels) together.push_back(CostOn(channel, bounds));
  const auto sum = CheckedSum(together);
  if (!sum) return std::nullopt;
  int64_t dearest = *sum;
  for (const Channel channel : step.fallback) {
    dearest = std::max(dearest, CostOn(channel, bounds));
  }
  return dearest;
}

/// Every demand but the first follows one.
void CheckGaps(const Scenario& scenario, int least, std::vector<ScenarioProblem>& problems) {
  bool follows = false;
  for (size_t i = 0; i < scenario.steps.size(); ++i) {
    const Step& step = scenario.steps[i];
    if (!IsDemand(step)) continue;
    if (follows && step.gap < least) {
      problems.push_back({"steps[" + std::to_string(i) + "].gap",
                          "at least " + std::to_string(least) + " days between two demands, not " +
                              std::to_string(step.gap)});
    }
    follows = true;
  }
}

}  // namespace

std::optional<int64_t> MostCost(const Scenario& scenario, const ScenarioBounds& bounds) {
  std::vector<int64_t> costs;
  for (const Step& step : scenario.steps) {
    const auto cost = CostOf(step, bounds);
    if (!cost) return std::nullopt;
    costs.push_back(*cost);
  }
  return CheckedSum(costs);
}

std::vector<ScenarioProblem> CheckBounds(const Scenario& scenario, const ScenarioBounds& bounds) {
  std::vector<ScenarioProblem> problems;
  CheckGaps(scenario, bounds.min_gap_days, problems);
  if (!bounds.most_cost) return problems;
  const auto cost = MostCost(scenario, bounds);
  if (cost && *cost <= *bounds.most_cost) return problems;
  const std::string most = ToString(Money{bounds.currency, *bounds.most_cost});
  const std::string this_much = cost ? ToString(Money{bounds.currency, *cost}) : "too much";
  problems.push_back(
      {"steps", "at most " + most + " for all messages about one debt, not " + this_much});
  return problems;
}

}  // namespace relance::scenario
