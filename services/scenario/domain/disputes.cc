#include "services/scenario/domain/disputes.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/scenario/domain/holds.h"

namespace relance::scenario {
namespace {

Task DisputeTask(TaskKind kind, const std::string& id) {
  Task task;
  task.kind = kind;
  task.subject = id;
  return task;
}

void HoldDisputed(Draft& draft, const Dispute& dispute) {
  const Date until = draft.today() + std::chrono::days(draft.rules().dispute_days);
  Hold hold = ItemHold(dispute.item, HoldReason::kDispute, dispute.id, until);
  hold.placed_on = draft.today();
  if (dispute.part > 0) {
    hold.scope = HoldScope::kPart;
    hold.part = dispute.part;
  }
  draft.Add(HoldPlaced{std::move(hold)});
  Task task = DisputeTask(TaskKind::kDispute, dispute.id);
  task.due = until;
  draft.Ask(std::move(task));
}

void Note(Draft& draft, const Dispute& dispute, DisputeState state) {
  Conduct conduct;
  conduct.kind = ConductKind::kDispute;
  conduct.subject = dispute.id;
  conduct.cause = dispute.item;
  conduct.outcome = Word(state);
  conduct.on = draft.today();
  draft.Add(ConductNoted{std::move(conduct)});
}

std::optional<Currency> Instead(const std::optional<Currency>& currency, const Item* item) {
  if (!currency || item == nullptr || *currency == item->currency) return std::nullopt;
  return item->currency;
}

bool IsRepeated(const Case& c, const OpenDispute& input) {
  return std::any_of(c.disputes.begin(), c.disputes.end(), [&](const auto& entry) {
    return entry.second.item == input.item && entry.second.reason == input.reason;
  });
}

Date ResumeOn(const Draft& draft) {
  return draft.BusinessDaysAfter(draft.today(), draft.rules().resume);
}

void Uphold(Draft& draft, const Dispute& dispute, std::optional<int64_t> amount) {
  const int64_t disputed = dispute.part > 0 ? dispute.part : draft.c().items.at(dispute.item).open;
  draft.Add(DisputeMoved{dispute.id, DisputeState::kUpheld, amount.value_or(disputed)});
  Note(draft, dispute, DisputeState::kUpheld);
  ReleaseHolds(draft, HoldReason::kDispute, dispute.id, {dispute.item});
  Hold hold = ItemHold(dispute.item, HoldReason::kCreditNotePending, dispute.id,
                       draft.BusinessDaysAfter(draft.today(), draft.rules().credit_note_days));
  hold.placed_on = draft.today();
  draft.Add(HoldPlaced{std::move(hold)});
}

int64_t AllocatedTo(const std::string& item, const std::vector<Allocation>& allocations) {
  int64_t sum = 0;
  for (const Allocation& allocation : allocations) {
    if (allocation.item == item) sum += allocation.amount;
  }
  return sum;
}

}  // namespace

std::optional<Currency> CurrencyInstead(const Case& c, const OpenDispute& input) {
  return Instead(input.currency, c.FindOpen(input.item));
}

std::optional<Currency> CurrencyInstead(const Case& c, const DecideDispute& input) {
  const auto dispute = c.disputes.find(input.id);
  if (dispute == c.disputes.end()) return std::nullopt;
  return Instead(input.currency, c.FindOpen(dispute->second.item));
}

std::optional<Refusal> Handle(Draft& draft, const OpenDispute& input) {
  if (draft.c().disputes.contains(input.id)) return std::nullopt;
  const bool open = draft.c().FindOpen(input.item) != nullptr;
  if (!open || CurrencyInstead(draft.c(), input)) return Refusal{RefusalReason::kItem};
  Dispute dispute;
  dispute.id = input.id;
  dispute.item = input.item;
  dispute.reason = input.reason;
  dispute.part = input.part;
  dispute.state =
      IsRepeated(draft.c(), input) ? DisputeState::kAwaitingApproval : DisputeState::kOpen;
  draft.Add(DisputeRecorded{dispute});
  Note(draft, dispute, dispute.state);
  if (dispute.state == DisputeState::kOpen) {
    HoldDisputed(draft, dispute);
  } else {
    draft.Ask(DisputeTask(TaskKind::kApprove, dispute.id));
  }
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const DecideDispute& input) {
  const auto at = draft.c().disputes.find(input.id);
  if (at == draft.c().disputes.end()) return Refusal{RefusalReason::kNothing};
  const Dispute dispute = at->second;
  const bool undecided =
      dispute.state == DisputeState::kOpen || dispute.state == DisputeState::kAwaitingApproval;
  const bool open = draft.c().FindOpen(dispute.item) != nullptr;
  if (!undecided || !open) return Refusal{RefusalReason::kNothing};
  if (CurrencyInstead(draft.c(), input)) return Refusal{RefusalReason::kItem};
  if (input.upheld) {
    Uphold(draft, dispute, input.amount);
    return std::nullopt;
  }
  draft.Add(DisputeMoved{dispute.id, DisputeState::kRejected, 0});
  Note(draft, dispute, DisputeState::kRejected);
  ReleaseHolds(draft, HoldReason::kDispute, dispute.id, {dispute.item}, ResumeOn(draft));
  return std::nullopt;
}

void ApproveDispute(Draft& draft, const std::string& id) {
  draft.Add(DisputeMoved{id, DisputeState::kOpen, 0});
  HoldDisputed(draft, Dispute(draft.c().disputes.at(id)));
}

void CountForDisputes(Draft& draft, const RecordMoney& money) {
  if (money.kind != MoneyKind::kCredit) return;
  std::vector<std::string> upheld;
  for (const auto& [id, dispute] : draft.c().disputes) {
    if (dispute.state == DisputeState::kUpheld) upheld.push_back(id);
  }
  for (const std::string& id : upheld) {
    const Dispute& dispute = draft.c().disputes.at(id);
    int64_t came = AllocatedTo(dispute.item, money.allocations);
    if (came == 0) continue;
    const auto before = dispute.credited.find(money.receipt);
    if (before != dispute.credited.end()) came += before->second;
    draft.Add(DisputeMoneyChanged{id, money.receipt, came});
    int64_t sum = 0;
    for (const auto& [receipt, amount] : dispute.credited) sum += amount;
    if (sum < dispute.upheld) continue;
    const std::string item = dispute.item;
    draft.Add(DisputeMoved{id, DisputeState::kCredited, 0});
    ReleaseHolds(draft, HoldReason::kCreditNotePending, id, {item}, ResumeOn(draft));
  }
}

void TakeBackFromDisputes(Draft& draft, const ReverseMoney& money) {
  std::vector<DisputeMoneyChanged> changes;
  for (const auto& [id, dispute] : draft.c().disputes) {
    const auto brought = dispute.credited.find(money.receipt);
    if (brought == dispute.credited.end()) continue;
    const int64_t left = brought->second - AllocatedTo(dispute.item, money.undone);
    changes.push_back({id, money.receipt, std::max<int64_t>(left, 0)});
  }
  for (DisputeMoneyChanged& change : changes) draft.Add(std::move(change));
}

}  // namespace relance::scenario
