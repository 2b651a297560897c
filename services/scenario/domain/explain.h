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
  std::string next_step;  ///< Empty: none is left, or the cap ended the friendly ones.
  /// When it may leave if nothing else happens; empty: an event or a person decides.
  std::optional<Instant> next_at;
  /// The first test that its next step fails now; kNone: it waits for its date alone.
  Obstacle waiting_for = Obstacle::kNone;
  std::vector<Hold> holds;            ///< Those that cover it or a part of it, the case's included.
  std::string pending_notice;         ///< Planned or cleared: it leaves at hand-over.
  std::optional<Forced> forced;       ///< Its next step, out of order.
  std::optional<ForceRequest> asked;  ///< A step out of order, not confirmed yet.

  bool operator==(const ItemExplanation&) const = default;
};

/// One entry an open item, by id.
std::vector<ItemExplanation> Explain(const Case& c, const Context& context, Instant now);

/// One line for a person: what the item waits for, or what follows and when.
std::string WordsOf(const ItemExplanation& item);

/// One line for the whole case: how much is open, and the first thing that will happen.
std::string SummaryOf(const std::vector<ItemExplanation>& items);

}  // namespace relance::scenario
