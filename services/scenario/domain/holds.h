#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// Holds: a set; an item is actionable when none covers it; none is without an end.
namespace relance::scenario {

/// A hold of a whole item.
Hold ItemHold(const std::string& item, HoldReason reason, std::string cause, Date until);

/// Released, with the reason `cause` gave it, on every item that still has it, by item id.
void ReleaseHolds(Draft& draft, HoldReason reason, const std::string& cause,
                  const std::vector<std::string>& items,
                  std::optional<Date> resume_on = std::nullopt);

/// "in flight": once per item for its life.
void HoldInFlight(Draft& draft, const std::string& item);

std::optional<Refusal> Handle(Draft& draft, const PlaceHold& input);
std::optional<Refusal> Handle(Draft& draft, const ReleaseHold& input);
std::optional<Refusal> Handle(Draft& draft, const AnnouncePayment& input);

/// Holds whose last day has passed are released, or escalated once; releases first.
void EndHolds(Draft& draft);

}  // namespace relance::scenario
