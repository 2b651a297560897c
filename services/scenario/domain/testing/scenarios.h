#pragma once

#include "services/scenario/domain/scenario.h"
#include "services/scenario/domain/story/story_world.h"

/// Scenarios as values, for tests that read no files.
namespace relance::scenario::testing {

/// Preventive -7, level1 +1, level2 +10, a call +15, level3 +22, formal notice +35, hand-over +50.
Scenario StandardFrance();
/// The same by e-mail alone, up to the formal notice.
Scenario EmailFrance();
/// One message per invoice; level2 needs its attachments.
Scenario PerItem();
/// No item takes a step before a payment of it was reversed.
Scenario Automatic();
/// A call before any message.
Scenario GoodPayer();

/// All of them by name.
Scenarios AllScenarios();

}  // namespace relance::scenario::testing
