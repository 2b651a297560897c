#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/scenario/domain/case.h"
#include "services/scenario/domain/context.h"

namespace relance::scenario {

/// Where an open item stands, why nothing is sent now, and what comes next.
struct ItemExplanation {
  std::string item;
  Money open;
  int64_t claimable = 0;
  int level = 0;
  std::string last_step;
  std::optional<Date> last_notice_on;
  std::string next_step;            ///< Empty: none is left.
  std::optional<Instant> next_at;   ///< If nothing changes; empty: an event decides.
  Obstacle waiting_for = Obstacle::kNone;  ///< kNone: nothing but its date.
  std::vector<Hold> holds;          ///< Those that cover it.
  std::string pending_notice;       ///< Planned or cleared.
};

/// One entry an open item, by id.
std::vector<ItemExplanation> Explain(const Case& c, const Context& context, Instant now);

}  // namespace relance::scenario
