#include <algorithm>
#include <tuple>

#include "services/scenario/adapters/turn.h"
#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/timers.h"

// What holds for one debtor in all legal entities that share his number. His cases lie on one
// partition: equal numbers of a register have one owner.

namespace relance::scenario {
namespace {

/// The holds of a debtor that still run, as somebody would place them.
std::vector<PlaceHold> DebtorHolds(const Case& c, Date today) {
  std::vector<PlaceHold> holds;
  for (const Hold& hold : c.holds) {
    if (hold.scope != HoldScope::kDebtor || hold.until < today) continue;
    holds.push_back({kDebtorSubject, hold.until, hold.cause});
  }
  return holds;
}

}  // namespace

std::string Turn::KeyOfDebtorCases(const AccountId& account) {
  const auto* rules = rulebook_.Entity(partition_state_.configuration, account.entity);
  const std::string& numbering = rules != nullptr ? RegisterOf(rules->entity) : account.entity;
  return DebtorCasesKey(numbering, account.account);
}

const DebtorCases* Turn::DebtorCasesOf(const AccountId& account) {
  const std::string key = KeyOfDebtorCases(account);
  const auto changed = debtor_cases_.find(key);
  if (changed != debtor_cases_.end()) return &changed->second;
  return documents_.Find<DebtorCases>(key);
}

/// `account` and those of the same debtor in other legal entities, by entity.
std::vector<AccountId> Turn::CasesOfDebtor(const AccountId& account) {
  std::vector<AccountId> accounts{account};
  const auto* rules = rulebook_.Entity(partition_state_.configuration, account.entity);
  if (rules == nullptr || !rules->shares_register) return accounts;
  if (const DebtorCases* cases = DebtorCasesOf(account)) {
    for (const auto& entity : cases->entities) {
      if (entity != account.entity) accounts.push_back({entity, account.account});
    }
  }
  std::ranges::sort(accounts);
  return accounts;
}

/// The case is listed among those of its debtor, and obeys what holds for him already.
void Turn::Join(const AccountId& account) {
  const auto* rules = rulebook_.Entity(partition_state_.configuration, account.entity);
  if (rules == nullptr || !rules->shares_register || FindCase(account) == nullptr) return;
  const DebtorCases* known = DebtorCasesOf(account);
  DebtorCases cases = known != nullptr ? *known : DebtorCases{};
  if (std::ranges::binary_search(cases.entities, account.entity)) return;
  std::vector<PlaceHold> holds;
  for (const auto& entity : cases.entities) {
    const Case* other = FindCase({entity, account.account});
    if (other == nullptr) continue;
    holds = DebtorHolds(*other, rules->zone.DateOf(now_));
    if (!holds.empty()) break;
  }
  cases.entities.push_back(account.entity);
  std::ranges::sort(cases.entities);
  v1::ScenarioFact fact;
  fact.mutable_debtor_joined()->set_legal_entity(account.entity);
  Record(KeyOfDebtorCases(account), fact);
  debtor_cases_[KeyOfDebtorCases(account)] = cases;
  if (cases.insolvent_on) (void)Apply(account, scenario::OpenInsolvency{*cases.insolvent_on});
  for (const PlaceHold& hold : holds) (void)Apply(account, hold);
}

void Turn::CountMessagesElsewhere(const AccountId& account, Context& context) {
  for (const AccountId& other : CasesOfDebtor(account)) {
    const Case* c = other == account ? nullptr : FindCase(other);
    if (c == nullptr) continue;
    for (const auto& [day, count] : c->messages) context.messages_elsewhere[day] += count;
  }
}

/// The cases that are settled at one instant with this one, the firmest first, because a message of
/// one may take the place of another's. A case whose own moment has come and was not taken yet
/// waits for it, unless that of `account` is no earlier.
std::vector<AccountId> Turn::SettledWith(const AccountId& account,
                                         const std::set<AccountId>& touched) {
  const Case* own = FindCase(account);
  if (own == nullptr || !ContextOf(account, *own).pressure) return {account};
  const auto wakes_at = [&](const AccountId& id) {
    const auto* stored = documents_.Find<CaseDocument>(CaseKey(id));
    return stored != nullptr && stored->wake_at_ms != 0 ? stored->wake_at_ms : INT64_MAX;
  };
  const int64_t now = ToMillis(now_);
  const int64_t taken = wakes_at(account) <= now ? wakes_at(account) : 0;
  std::vector<AccountId> together;
  for (const AccountId& one : CasesOfDebtor(account)) {
    const Case* c = FindCase(one);
    const bool waits = wakes_at(one) <= now && wakes_at(one) > taken;
    const bool follows = c != nullptr && c->running && !waits;
    if (one == account || touched.contains(one) || follows) together.push_back(one);
  }
  if (together.size() > 1) FirmestFirst(together);
  return together;
}

/// What has ended at this instant ends in all of them before any is evaluated.
void Turn::FirmestFirst(std::vector<AccountId>& accounts) {
  std::vector<std::tuple<int, AccountId>> order;
  for (const AccountId& account : accounts) {
    Case& c = CaseOf(account);
    Tell(account, TimersInPlace(c, ContextOf(account, c), now_));
  }
  for (const AccountId& account : accounts) {
    const Case& c = CaseOf(account);
    order.emplace_back(-HighestLevelDue(c, ContextOf(account, c), now_), account);
  }
  std::ranges::sort(order);
  accounts.clear();
  for (auto& [level, account] : order) accounts.push_back(std::move(account));
}

/// Cases of legal entities that the person does not act for are left alone.
std::optional<Refusal> Turn::ApplyToDebtor(const AccountId& account, const CaseInput& input,
                                           const journal::Identity& by) {
  std::optional<Refusal> refused;
  bool taken = false;
  for (const AccountId& one : CasesOfDebtor(account)) {
    if (!InScope(by, one.entity)) continue;
    const auto answer = Apply(one, input);
    taken = taken || !answer;
    if (answer) refused = answer;
  }
  return taken ? std::nullopt : refused;
}

/// Whoever told it: the court's publication holds in every legal entity, and the first one counts.
void Turn::DeclareInsolvent(const AccountId& account, Date published_on) {
  const auto* cases = documents_.Find<DebtorCases>(KeyOfDebtorCases(account));
  const bool known = cases != nullptr && cases->insolvent_on;
  const Date first = known ? *cases->insolvent_on : published_on;
  for (const AccountId& one : CasesOfDebtor(account)) {
    (void)Apply(one, scenario::OpenInsolvency{first});
  }
  if (known) return;
  v1::ScenarioFact fact;
  *fact.mutable_debtor_insolvent()->mutable_published_on() = ToProto(published_on);
  Record(KeyOfDebtorCases(account), fact);
}

}  // namespace relance::scenario
