#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/calendar/window.h"
#include "libs/money/currency.h"
#include "services/scenario/domain/words.h"

namespace relance::scenario {

/// An amount that a scenario gives for every currency, or for some: "5.00", or {EUR: 5.00, JPY:
/// 700, other: 5.00}, in main units. A currency in neither has 0.
class Threshold {
 public:
  Threshold() = default;

  void Set(Currency currency, int64_t minor) { minor_[currency] = minor; }
  /// For every currency not set: thousandths of the main unit.
  void SetOther(int64_t thousandths) { other_ = thousandths; }

  /// Minor units; what the currency cannot express is cut off.
  int64_t In(Currency currency) const;
  bool IsNegative() const;

  bool operator==(const Threshold&) const = default;

 private:
  std::map<Currency, int64_t> minor_;
  int64_t other_ = 0;
};

/// `bd`: business days of the legal entity; the rest are civil days.
struct Rules {
  int floor = 3;   ///< bd between two ordinary messages of a case (of an item with per_item).
  int resume = 2;  ///< bd after a dispute or a credit note.
  int promise_ahead = 10;
  int promise_grace = 2;  ///< bd
  int promises_per_item = 2;
  int in_flight = 5;       ///< bd
  int cash_hold = 3;       ///< bd
  int cash_share = 10;     ///< percent of the overdue
  int partial_share = 50;  ///< percent of the item's open amount
  int partial_delay = 5;   ///< bd
  int dispute_days = 7;
  int suspended_days = 30;
  int credit_note_days = 10;  ///< bd
  int reopen_days = 30;
  int thank_days = 2;
  int plan_grace = 3;  ///< bd
  int instalment_at = -3;
  int force_days = 2;  ///< bd in which a second person confirms a step out of order.

  bool operator==(const Rules&) const = default;
};

enum class Action { kMessage, kCall, kHandOver };
enum class Charges { kNone, kShow, kClaim };
enum class Mode { kConsolidated, kPerItem };
enum class Entry { kDue, kRejection };

std::string_view Word(Action v);
std::string_view Word(Charges v);

struct Step {
  std::string id;
  int level = 0;
  Action action = Action::kMessage;
  int at = 0;   ///< Days from the anchor of the item; negative: preventive.
  int gap = 1;  ///< Days after the last counted notice of the item.
  std::vector<Channel> channels;
  std::vector<Channel> fallback;
  std::string role = "billing";
  std::string template_id;
  Charges charges = Charges::kNone;
  Threshold min_amount;
  bool approve = false;
  bool formal = false;
  bool attachments = false;
  std::string task = "call";  ///< What a call step asks of a person: call or check.

  bool IsPreventive() const { return at < 0; }
  /// Goes out in the common message, under floor, cap and pressure.
  bool IsOrdinary() const { return action == Action::kMessage && !formal && !approve; }

  bool operator==(const Step&) const = default;
};

/// A scenario as one immutable version. Name and version are pinned by a case for its cycle.
struct Scenario {
  std::string name;
  int64_t version = 1;
  std::string title;
  Mode mode = Mode::kConsolidated;
  Entry enter = Entry::kDue;
  Threshold tolerance;
  Threshold min_notice;
  int cap = 90;  ///< Days after the later of an item's due date and arrival.
  Window window;
  Rules rules;
  std::vector<Step> steps;

  /// nullptr when no step has the id.
  const Step* Find(std::string_view id) const;
  /// Position in `steps`; steps.size() when no step has the id.
  size_t IndexOf(std::string_view id) const;

  bool operator==(const Scenario&) const = default;
};

/// Which version of which scenario.
struct ScenarioRef {
  std::string name;
  int64_t version = 0;

  bool operator==(const ScenarioRef&) const = default;
};

template <class Archive>
void Describe(Archive& archive, ScenarioRef& ref) {
  archive(ref.name, ref.version);
}

/// Step id of the reminder of an instalment of a payment plan: not in a scenario, every one has it.
inline constexpr std::string_view kInstalmentStep = "instalment";
inline constexpr std::string_view kBillingRole = "billing";

/// Preventive, e-mail, role billing; `at` counts from the date of the instalment.
Step InstalmentStep(const Rules& rules);

}  // namespace relance::scenario
