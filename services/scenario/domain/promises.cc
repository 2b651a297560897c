#include "services/scenario/domain/promises.h"

#include <algorithm>
#include <utility>

#include "services/scenario/domain/holds.h"

namespace relance::scenario {
namespace {

std::vector<std::string> Ids(const std::map<std::string, Promise>& promises) {
  std::vector<std::string> ids;
  for (const auto& [id, promise] : promises) ids.push_back(id);
  return ids;
}

bool Covers(const Promise& promise, const std::string& item) {
  return std::find(promise.items.begin(), promise.items.end(), item) != promise.items.end();
}

bool HasOpenItem(const Case& c, const Promise& promise) {
  return std::any_of(promise.items.begin(), promise.items.end(),
                     [&](const std::string& id) { return c.items.contains(id); });
}

void Move(Draft& draft, const std::string& id, PromiseState state) {
  const bool was_broken = draft.c().promises.at(id).state == PromiseState::kBroken;
  const int broken =
      draft.c().BrokenPromises() - (was_broken ? 1 : 0) + (state == PromiseState::kBroken ? 1 : 0);
  draft.Add(PromiseMoved{id, state, broken});
  if (state != PromiseState::kKept && state != PromiseState::kPartlyKept &&
      state != PromiseState::kBroken) {
    return;
  }
  Conduct conduct;
  conduct.kind = ConductKind::kPromise;
  conduct.subject = id;
  conduct.outcome = Word(state);
  conduct.on = draft.c().promises.at(id).by;
  draft.Add(ConductNoted{std::move(conduct)});
}

void ReleaseItems(Draft& draft, const std::string& id) {
  ReleaseHolds(draft, HoldReason::kPromise, id, draft.c().promises.at(id).items);
}

void ReplaceOpenOnes(Draft& draft, const std::vector<std::string>& items) {
  for (const std::string& id : Ids(draft.c().promises)) {
    const Promise& earlier = draft.c().promises.at(id);
    if (earlier.state != PromiseState::kOpen) continue;
    const bool shared = std::any_of(items.begin(), items.end(),
                                    [&](const std::string& item) { return Covers(earlier, item); });
    if (!shared) continue;
    Move(draft, id, PromiseState::kReplaced);
    ReleaseItems(draft, id);
  }
}

void HoldItems(Draft& draft, const Promise& promise) {
  for (const std::string& item : promise.items) {
    Hold hold = ItemHold(item, HoldReason::kPromise, promise.id, promise.until);
    hold.placed_on = draft.today();
    if (draft.c().items.contains(item)) draft.Add(HoldPlaced{std::move(hold)});
  }
}

void Keep(Draft& draft, const std::string& id) {
  Move(draft, id, PromiseState::kKept);
  ReleaseItems(draft, id);
}

void KeepIfReached(Draft& draft, const std::string& id) {
  const Promise& promise = draft.c().promises.at(id);
  if (promise.Sum() >= promise.amount.minor || !HasOpenItem(draft.c(), promise)) Keep(draft, id);
}

/// Items of the promise, each once, by id; empty when a reference names none of its currency.
std::vector<std::string> ItemsOf(const Case& c, const MakePromise& input) {
  std::vector<std::string> items;
  for (const std::string& reference : input.references) {
    const auto named = OpenItemsOf(c, reference);
    if (named.empty()) return {};
    for (const std::string& id : named) {
      if (c.items.at(id).currency != input.amount.currency) return {};
      items.push_back(id);
    }
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

PromiseState StateOf(const Draft& draft, const Promise& promise) {
  const Rules& rules = draft.rules();
  const bool too_many =
      std::any_of(promise.items.begin(), promise.items.end(), [&](const std::string& id) {
        return draft.c().items.at(id).promises >= rules.promises_per_item;
      });
  if (too_many) return PromiseState::kComment;
  const bool far = promise.by > draft.today() + std::chrono::days(rules.promise_ahead);
  return far ? PromiseState::kFar : PromiseState::kOpen;
}

}  // namespace

std::optional<Refusal> Handle(Draft& draft, const MakePromise& input) {
  if (draft.c().promises.contains(input.id)) return std::nullopt;
  Promise promise;
  promise.id = input.id;
  promise.amount = input.amount;
  promise.by = input.by;
  promise.until = draft.BusinessDaysAfter(input.by, draft.rules().promise_grace);
  promise.items = ItemsOf(draft.c(), input);
  if (promise.items.empty()) return Refusal{RefusalReason::kItem};
  if (input.by < draft.today()) return Refusal{RefusalReason::kPast};
  promise.state = StateOf(draft, promise);
  if (promise.state == PromiseState::kOpen) ReplaceOpenOnes(draft, promise.items);
  draft.Add(PromiseRecorded{promise});
  if (promise.state == PromiseState::kOpen) HoldItems(draft, promise);
  if (promise.state == PromiseState::kFar) {
    Task task;
    task.kind = TaskKind::kApprove;
    task.subject = promise.id;
    draft.Ask(std::move(task));
  }
  return std::nullopt;
}

std::optional<Refusal> ApprovePromise(Draft& draft, const Promise& far) {
  const Promise promise = far;
  if (promise.by < draft.today()) return Refusal{RefusalReason::kPast};
  ReplaceOpenOnes(draft, promise.items);
  Move(draft, promise.id, PromiseState::kOpen);
  HoldItems(draft, promise);
  KeepIfReached(draft, promise.id);
  return std::nullopt;
}

void CountForPromises(Draft& draft, const RecordMoney& money) {
  if (money.kind != MoneyKind::kPayment) return;
  for (const std::string& id : Ids(draft.c().promises)) {
    const Promise& promise = draft.c().promises.at(id);
    const PromiseState state = promise.state;
    const bool waits = state == PromiseState::kFar;  // What comes meanwhile counts, once approved.
    if (!waits && state != PromiseState::kOpen && state != PromiseState::kBroken &&
        state != PromiseState::kPartlyKept) {
      continue;
    }
    if (money.value_on > promise.until) continue;
    int64_t came = 0;
    for (const Allocation& allocation : money.allocations) {
      if (Covers(promise, allocation.item)) came += allocation.amount;
    }
    if (came == 0) continue;
    const auto before = promise.received.find(money.receipt);
    if (before != promise.received.end()) came += before->second.amount;
    draft.Add(PromiseMoneyChanged{id, money.receipt, Received{came, money.value_on}});
    if (!waits) KeepIfReached(draft, id);
  }
}

void TakeBackFromPromises(Draft& draft, const ReverseMoney& money) {
  for (const std::string& id : Ids(draft.c().promises)) {
    const Promise& promise = draft.c().promises.at(id);
    const auto brought = promise.received.find(money.receipt);
    if (brought == promise.received.end()) continue;
    Received left = brought->second;
    for (const Allocation& undone : money.undone) {
      if (Covers(promise, undone.item)) left.amount -= undone.amount;
    }
    left.amount = std::max<int64_t>(left.amount, 0);
    draft.Add(PromiseMoneyChanged{id, money.receipt, left});
  }
}

void KeepPromisesOfClosedItems(Draft& draft) {
  for (const std::string& id : Ids(draft.c().promises)) {
    const Promise& promise = draft.c().promises.at(id);
    if (promise.state == PromiseState::kOpen && !HasOpenItem(draft.c(), promise)) Keep(draft, id);
  }
}

void EndPromises(Draft& draft) {
  for (const std::string& id : Ids(draft.c().promises)) {
    const Promise& promise = draft.c().promises.at(id);
    if (promise.state != PromiseState::kOpen || draft.today() <= promise.until) continue;
    const bool broken = promise.Sum() == 0;
    Move(draft, id, broken ? PromiseState::kBroken : PromiseState::kPartlyKept);
    ReleaseItems(draft, id);
    if (!broken) continue;
    Task task;
    task.kind = TaskKind::kPromise;
    task.subject = id;
    draft.Ask(std::move(task));
  }
}

}  // namespace relance::scenario
