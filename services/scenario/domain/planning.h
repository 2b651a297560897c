#pragma once

#include <cstddef>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"

/// When is the next step of an item due?
namespace relance::scenario {

/// Position of the next step in the scenario; steps.size() when none is left.
size_t NextStepIndex(const Scenario& scenario, const Standing& standing);
/// nullptr when none is left.
const Step* NextStepOf(const Scenario& scenario, const Item& item);

/// max(anchor + at, last counted notice + gap, resume after a hold, the delay for half of it paid),
/// before it is moved to an open moment.
Date PlannedDate(const Item& item, const Step& step);

/// The first moment at which a step dated `date` may leave: 00:00 in both zones, then the window.
Instant FirstMomentOf(Date date, const Context& context);
/// The same as a civil date of the legal entity.
Date FirstOpenDate(Date date, const Context& context);

/// A step dated `date` may leave by the calendars of both zones; the window is another test.
bool HasBegun(Date date, const Context& context, Instant now);

/// No further call or ordinary message of the item from this date on.
Date CapDate(const Item& item, const Scenario& scenario);

/// With `enter: rejection` an item takes no step before a payment of it was reversed.
bool HasEntered(const Item& item, const Scenario& scenario);

/// The date before which the preventive step is still worth sending has passed, or it came too late
/// when the item became known.
bool IsExpired(const Item& item, const Step& step, Date today);

/// No ordinary message before this date, after one that left on `last`.
Date FloorEnd(Date last, const Context& context);

/// The next message goes back `partial_delay` business days from its planned date, from today if
/// that has passed: where half of an overdue item was paid. nullopt when no message is left.
std::optional<Date> DelayedTo(const Item& item, const Context& context, Date today);

}  // namespace relance::scenario
