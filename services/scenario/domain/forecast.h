#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/money/money.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"

/// What a case is going to get, and what another scenario or another calendar would make of it.
namespace relance::scenario {

/// A step that an item is going to take.
struct ForecastStep {
  Instant at{};
  std::string item;
  std::string step;
  int level = 0;  ///< After it.
  Money amount;   ///< Claimable of the item at that moment.

  bool operator==(const ForecastStep&) const = default;
};

/// The steps of the items that are open now, up to `until`, which included, if nothing more is
/// heard: nobody pays, answers or objects, what waits for approval gets it at once, and every
/// message is handed over. By moment, then item.
std::vector<ForecastStep> Forecast(Case c, const Context& context, Instant now, Instant until);

/// The version that a running case may go over to when its next cycle, which followed `before`, is
/// to follow `after`: where that is a change, or a newer version of what the case follows itself.
/// nullopt: there is nothing to go over to. A `before` without a name: nothing was followed.
std::optional<ScenarioRef> MoveFor(const Case& c, const ScenarioRef& before,
                                   const ScenarioRef& after);

enum class Effect {
  kEarlier,
  kLater,
  kNoMore,
  kNew,
  kOtherwise,  ///< At the same moment, by another channel or with another text.
};
/// "earlier", "later", "no_more", "new", "otherwise".
std::string_view Word(Effect v);

/// One step of one item, before and after a change.
struct ForecastChange {
  Effect effect = Effect::kNew;
  std::string item;
  std::string step;
  int level = 0;
  Money amount;
  std::optional<Instant> before;
  std::optional<Instant> after;

  bool operator==(const ForecastChange&) const = default;
};

/// What changes from one forecast of a case to another, each with the scenario that it was made
/// with. A step is known by its id. By item, then step.
std::vector<ForecastChange> CompareForecasts(const std::vector<ForecastStep>& before,
                                             const Scenario& scenario_before,
                                             const std::vector<ForecastStep>& after,
                                             const Scenario& scenario_after);

}  // namespace relance::scenario
