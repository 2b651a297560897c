#include "services/scenario/domain/timers.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "services/scenario/domain/draft.h"
#include "services/scenario/domain/force.h"
#include "services/scenario/domain/holds.h"
#include "services/scenario/domain/instalment.h"
#include "services/scenario/domain/outlook.h"
#include "services/scenario/domain/planning.h"
#include "services/scenario/domain/plans.h"
#include "services/scenario/domain/promises.h"
#include "services/scenario/domain/thanks.h"

namespace relance::scenario {
namespace {

/// Preventive steps of one item that are too late, one after the other.
void ExpireStepsOf(Draft& draft, const std::string& id) {
  while (true) {
    const Item& item = draft.c().items.at(id);
    const Step* step = NextStepOf(draft.scenario(), item);
    if (step == nullptr || !IsExpired(item, *step, draft.today())) return;
    draft.Add(StepExpired{id, step->id});
  }
}

bool IsTooLate(const Draft& draft, const Plan& plan, const Instalment& instalment) {
  const Date own = instalment.on + std::chrono::days(draft.rules().instalment_at);
  return own < plan.proposed_on || draft.today() >= instalment.on;
}

/// Reminders of instalments that are too late, with the id of their entry.
std::vector<std::pair<std::string, InstalmentExpired>> LateInstalments(const Draft& draft) {
  std::vector<std::pair<std::string, InstalmentExpired>> late;
  for (const auto& [id, plan] : draft.c().plans) {
    if (plan.state != PlanState::kActive) continue;
    for (size_t k = 0; k < plan.instalments.size(); ++k) {
      const Instalment& instalment = plan.instalments[k];
      if (instalment.reminded || !IsTooLate(draft, plan, instalment)) continue;
      const bool nothing_missing = MissingFor(plan, k) == 0;
      late.emplace_back(InstalmentId(id, k + 1),
                        InstalmentExpired{id, static_cast<int64_t>(k + 1), nothing_missing});
    }
  }
  return late;
}

void ExpireSteps(Draft& draft) {
  std::vector<std::pair<std::string, std::optional<InstalmentExpired>>> late;
  for (auto& [entry, fact] : LateInstalments(draft)) late.emplace_back(entry, fact);
  EachDueItem(draft.c(), draft.context(), draft.moment(), [&](const Text& id, const Item& item) {
    const Step* step = NextStepOf(draft.scenario(), item);
    if (step != nullptr && IsExpired(item, *step, draft.today())) {
      late.emplace_back(id, std::nullopt);
    }
  });
  std::stable_sort(late.begin(), late.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [id, instalment] : late) {
    if (instalment) {
      draft.Add(*instalment);
    } else {
      ExpireStepsOf(draft, id);
    }
  }
}

void ReachCap(Draft& draft) {
  const Case& c = draft.c();
  if (c.insolvent || c.litigation) return;
  Task task;
  task.kind = TaskKind::kDecideCap;
  EachDueItem(c, draft.context(), draft.moment(), [&](const Text& id, const Item& item) {
    const bool reached = draft.today() >= CapDate(item, draft.scenario());
    if (reached && !item.cap_told) task.items.push_back(id);
  });
  if (!task.items.empty()) draft.Ask(std::move(task));
}

void MissCallbacks(Draft& draft) {
  std::vector<std::string> missed;
  for (const auto& [id, callback] : draft.c().callbacks) {
    if (!callback.told && callback.at <= draft.now()) missed.push_back(id);
  }
  for (const std::string& id : missed) draft.Add(CallbackMissed{id});
}

}  // namespace

CaseFacts TimersInPlace(Case& c, const Context& context, Instant now) {
  Draft draft(c, context, now);
  EndPromises(draft);
  EndPlans(draft);
  EndHolds(draft);
  ExpireSteps(draft);
  ReachCap(draft);
  EndForceRequests(draft);
  MissCallbacks(draft);
  PlanThanks(draft);
  return draft.Take();
}

CaseFacts Timers(const Case& c, const Context& context, Instant now) {
  Case copy = c;
  return TimersInPlace(copy, context, now);
}

}  // namespace relance::scenario
