#include "services/scenario/domain/candidates.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "services/scenario/domain/instalment.h"
#include "services/scenario/domain/outlook.h"

namespace relance::scenario {
namespace {

bool IsPending(const std::string& notice, const Moment& moment) {
  return !notice.empty() && notice != moment.except;
}

/// Without a share in its life: the scenario keeps it.
std::shared_ptr<const Step> Borrowed(const Step& step) {
  return {std::shared_ptr<const Step>(), &step};
}

const Tries* TriesOf(const Item& item, const std::string& step) {
  const TriesOfSteps& tries = item.track.detour->tries;
  const auto found = tries.find(step);
  return found == tries.end() ? nullptr : &found->second;
}

std::optional<Candidate> ItemCandidate(const Scenario& scenario, const Item& item,
                                       const Moment& moment) {
  const NextOne next = NextFor(scenario, item, moment.today);
  if (next.step == nullptr || moment.now < item.quiet_until) return std::nullopt;
  if (!next.forced && !moment.HasBegun(PlannedDate(item, *next.step))) return std::nullopt;
  Candidate candidate;
  candidate.id = item.id;
  candidate.item = &item;
  candidate.step = Borrowed(*next.step);
  candidate.rank = static_cast<int>(scenario.IndexOf(next.step->id));
  candidate.forced = next.forced;
  candidate.currency = item.currency;
  candidate.amount = item.Claimable();
  candidate.due = item.due;
  candidate.reached = item.track.standing.level;
  candidate.level = std::max(candidate.reached, next.step->level);
  candidate.moves = !next.forced ||
                    scenario.IndexOf(next.step->id) >= NextStepIndex(scenario, item.track.standing);
  candidate.tries = TriesOf(item, next.step->id);
  return candidate;
}

void AddInstalments(const Plan& plan, const Rules& rules, const Moment& moment,
                    std::vector<Candidate>& candidates) {
  for (size_t k = 0; k < plan.instalments.size(); ++k) {
    const Instalment& instalment = plan.instalments[k];
    const Date from = instalment.on + std::chrono::days(rules.instalment_at);
    if (instalment.reminded || IsPending(instalment.pending_notice, moment)) continue;
    if (!moment.HasBegun(from) || moment.today >= instalment.on) continue;
    Candidate candidate;
    candidate.id = InstalmentId(plan.id, k + 1);
    candidate.step = std::make_shared<const Step>(InstalmentStep(rules));
    candidate.rank = -1;
    candidate.currency = plan.currency;
    candidate.amount = MissingFor(plan, k);
    candidate.due = instalment.on;
    candidate.tries = &instalment.tries;
    if (candidate.amount > 0) candidates.push_back(std::move(candidate));
  }
}

}  // namespace

bool ComesBefore(const Candidate& a, const Candidate& b) {
  return std::make_tuple(-a.level, a.due, std::string_view(a.id)) <
         std::make_tuple(-b.level, b.due, std::string_view(b.id));
}

Moment::Moment(const Context& context, Instant at, std::string except_notice)
    : now(at),
      today(context.entity_zone.DateOf(at)),
      debtor_today(context.debtor_zone.DateOf(at)),
      except(std::move(except_notice)) {}

bool IsClaimable(const Case& c, const Item& item, const Scenario& scenario, Date today) {
  return item.IsOverdue(today) && c.IsActionable(item) && HasEntered(item, scenario);
}

std::map<Currency, Totals> TotalsOf(const Case& c, const Scenario& scenario, const Moment& moment) {
  std::map<Currency, Totals> totals;
  for (const auto& [id, item] : c.items) {
    if (!IsClaimable(c, item, scenario, moment.today)) continue;
    totals[item.currency].overdue += item.Claimable();
  }
  for (const auto& [id, receipt] : c.receipts) {
    if (receipt.rest > 0) totals[receipt.currency].credits += receipt.rest;
  }
  return totals;
}

NextOne NextFor(const Scenario& scenario, const Item& item, Date today) {
  if (item.forced) {
    const Step* forced = scenario.Find(item.forced->step);
    if (forced != nullptr) return NextOne{forced, item.forced};
  }
  const Step* step = NextStepOf(scenario, item);
  if (step == nullptr || !HasEntered(item, scenario) || IsExpired(item, *step, today)) return {};
  const bool ends_at_cap = step->action == Action::kCall || step->IsOrdinary();
  if (ends_at_cap && today >= CapDate(item, scenario)) return {};
  return NextOne{step, std::nullopt};
}

std::vector<Candidate> Gather(const Case& c, const Context& context, const Moment& moment) {
  std::vector<Candidate> candidates;
  if (!c.running || c.litigation || c.insolvent) return candidates;
  if (c.IsCaseHeld()) return candidates;
  const auto look = [&](const Text&, const Item& item) {
    if (IsPending(item.track.pending_notice, moment) || !c.IsActionable(item)) return;
    auto candidate = ItemCandidate(*context.scenario, item, moment);
    if (candidate) candidates.push_back(std::move(*candidate));
  };
  if (moment.except.empty()) {
    EachDueItem(c, context, moment, look);
  } else {  // The items of that notice are waited for: they are due of none other.
    for (const auto& [id, item] : c.items) look(id, item);
  }
  for (const auto& [id, plan] : c.plans) {
    if (plan.state != PlanState::kActive) continue;
    AddInstalments(plan, context.scenario->rules, moment, candidates);
  }
  return candidates;
}

}  // namespace relance::scenario
