#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "libs/money/currency.h"
#include "services/scenario/domain/scenario_check.h"

/// What a legal entity asks of every scenario that its cases may follow, beyond that it is sound.
namespace relance::scenario {

struct ScenarioBounds {
  int min_gap_days = 0;  ///< Between two demands of one debt, as its country asks; 0: no bound.
  Currency currency;     ///< Of the costs.
  std::map<Channel, int64_t> message_cost;  ///< Minor units; the other channels cost nothing.
  std::optional<int64_t> most_cost;         ///< Minor units, of all messages about one debt.
};

/// What all messages of a scenario about one debt cost at most, in minor units: what is sent
/// together adds up, and of a fallback the dearest counts. nullopt: it does not fit.
std::optional<int64_t> MostCost(const Scenario& scenario, const ScenarioBounds& bounds);

/// In the order of the file; empty when the scenario keeps within the bounds.
std::vector<ScenarioProblem> CheckBounds(const Scenario& scenario, const ScenarioBounds& bounds);

}  // namespace relance::scenario
