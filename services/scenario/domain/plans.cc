#include "services/scenario/domain/plans.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/scenario/domain/holds.h"
#include "services/scenario/domain/instalment.h"

namespace relance::scenario {
namespace {

std::vector<std::string> Running(const Case& c) {
  std::vector<std::string> ids;
  for (const auto& [id, plan] : c.plans) {
    if (plan.IsRunning()) ids.push_back(id);
  }
  return ids;
}

bool Covers(const Plan& plan, const std::string& item) {
  return std::find(plan.items.begin(), plan.items.end(), item) != plan.items.end();
}

bool HasOpenItem(const Case& c, const Plan& plan) {
  return std::any_of(plan.items.begin(), plan.items.end(),
                     [&](const std::string& id) { return c.items.contains(id); });
}

/// Held by no other plan, open, of the currency of the plan; empty when one is not.
std::vector<std::string> ItemsOf(const Case& c, const ProposePlan& input) {
  std::vector<std::string> items;
  for (const std::string& reference : input.references) {
    const auto named = OpenItemsOf(c, reference);
    if (named.empty()) return {};
    items.insert(items.end(), named.begin(), named.end());
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  const auto running = Running(c);
  const bool fit = std::all_of(items.begin(), items.end(), [&](const std::string& id) {
    return c.items.at(id).currency == input.currency &&
           std::none_of(running.begin(), running.end(),
                        [&](const std::string& plan) { return Covers(c.plans.at(plan), id); });
  });
  return fit ? items : std::vector<std::string>{};
}

void HoldItems(Draft& draft, const Plan& plan, Date until) {
  for (const std::string& item : plan.items) {
    Hold hold = ItemHold(item, HoldReason::kPlan, plan.id, until);
    hold.placed_on = draft.today();
    if (draft.c().items.contains(item)) draft.Add(HoldPlaced{std::move(hold)});
  }
}

void Move(Draft& draft, const std::string& id, PlanState state) {
  draft.Add(PlanMoved{id, state});
  Conduct conduct;
  conduct.kind = ConductKind::kPlan;
  conduct.subject = id;
  conduct.outcome = Word(state);
  conduct.on = draft.today();
  draft.Add(ConductNoted{std::move(conduct)});
}

void End(Draft& draft, const std::string& id, PlanState state) {
  Move(draft, id, state);
  ReleaseHolds(draft, HoldReason::kPlan, id, draft.c().plans.at(id).items);
}

bool DownPaymentCame(const Plan& plan) {
  if (!plan.down) return true;
  int64_t in_time = 0;
  for (const auto& [receipt, money] : plan.received) {
    if (money.value_on <= plan.down->by) in_time += money.amount;
  }
  return in_time >= plan.down->amount;
}

void Advance(Draft& draft, const std::string& id) {
  const Plan& plan = draft.c().plans.at(id);
  if (!HasOpenItem(draft.c(), plan) || plan.Sum() >= plan.Total()) {
    End(draft, id, PlanState::kCompleted);
  } else if (plan.state == PlanState::kProposed && DownPaymentCame(plan)) {
    ActivatePlan(draft, id);
  }
}

bool IsBroken(const Draft& draft, const Plan& plan) {
  for (size_t k = 0; k < plan.instalments.size(); ++k) {
    const Date last = draft.BusinessDaysAfter(plan.instalments[k].on, draft.rules().plan_grace);
    if (draft.today() > last && MissingFor(plan, k) > 0) return true;
  }
  return false;
}

bool IsPast(const ProposePlan& input, Date today) {
  if (input.down && input.down->by < today) return true;
  return std::any_of(input.instalments.begin(), input.instalments.end(),
                     [&](const Instalment& instalment) { return instalment.on < today; });
}

}  // namespace

std::optional<Refusal> Handle(Draft& draft, const ProposePlan& input) {
  if (draft.c().plans.contains(input.id)) return std::nullopt;
  Plan plan;
  plan.id = input.id;
  plan.currency = input.currency;
  plan.items = ItemsOf(draft.c(), input);
  plan.down = input.down;
  plan.instalments = input.instalments;
  plan.proposed_on = draft.today();
  if (plan.items.empty()) return Refusal{RefusalReason::kItem};
  if (IsPast(input, draft.today())) return Refusal{RefusalReason::kPast};
  std::stable_sort(plan.instalments.begin(), plan.instalments.end(),
                   [](const Instalment& a, const Instalment& b) { return a.on < b.on; });
  plan.state = plan.down ? PlanState::kProposed : PlanState::kAwaitingApproval;
  draft.Add(PlanRecorded{plan});
  if (plan.down) {
    HoldItems(draft, plan, plan.down->by);
    return std::nullopt;
  }
  Task task;
  task.kind = TaskKind::kApprove;
  task.subject = plan.id;
  draft.Ask(std::move(task));
  return std::nullopt;
}

void ActivatePlan(Draft& draft, const std::string& id) {
  Move(draft, id, PlanState::kActive);
  const Plan plan = draft.c().plans.at(id);
  const Date last = plan.instalments.empty() ? draft.today() : plan.instalments.back().on;
  HoldItems(draft, plan, draft.BusinessDaysAfter(last, draft.rules().plan_grace));
}

void ApprovePlan(Draft& draft, const std::string& id) {
  ActivatePlan(draft, id);
  Advance(draft, id);
}

void CountForPlans(Draft& draft, const RecordMoney& money) {
  for (const auto& [id, plan] : std::map<std::string, Plan>(draft.c().plans)) {
    if (!plan.IsRunning() && plan.state != PlanState::kAwaitingApproval) continue;
    int64_t came = 0;
    for (const Allocation& allocation : money.allocations) {
      if (Covers(plan, allocation.item)) came += allocation.amount;
    }
    if (came == 0) continue;
    const auto before = plan.received.find(money.receipt);
    if (before != plan.received.end()) came += before->second.amount;
    draft.Add(PlanMoneyChanged{id, money.receipt, Received{came, money.value_on}});
    if (plan.IsRunning()) Advance(draft, id);
  }
}

void TakeBackFromPlans(Draft& draft, const ReverseMoney& money) {
  std::vector<PlanMoneyChanged> changes;
  for (const auto& [id, plan] : draft.c().plans) {
    const auto brought = plan.received.find(money.receipt);
    if (brought == plan.received.end()) continue;
    Received left = brought->second;
    for (const Allocation& undone : money.undone) {
      if (Covers(plan, undone.item)) left.amount -= undone.amount;
    }
    left.amount = std::max<int64_t>(left.amount, 0);
    changes.push_back({id, money.receipt, left});
  }
  for (PlanMoneyChanged& change : changes) draft.Add(std::move(change));
}

void CompletePlansOfClosedItems(Draft& draft) {
  for (const std::string& id : Running(draft.c())) {
    if (!HasOpenItem(draft.c(), draft.c().plans.at(id))) End(draft, id, PlanState::kCompleted);
  }
}

void EndPlans(Draft& draft) {
  for (const std::string& id : Running(draft.c())) {
    const Plan& plan = draft.c().plans.at(id);
    if (plan.state == PlanState::kProposed) {
      if (plan.down && draft.today() > plan.down->by) End(draft, id, PlanState::kLapsed);
    } else if (IsBroken(draft, plan)) {
      End(draft, id, PlanState::kBroken);
    }
  }
}

}  // namespace relance::scenario
