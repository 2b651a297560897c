#include "services/scenario/domain/cash.h"

#include <algorithm>
#include <utility>

#include "libs/money/money.h"

namespace relance::scenario {
namespace {

/// What the open items of one currency make of a receipt.
struct Weight {
  bool any_open = false;
  bool equals_one = false;
  int64_t overdue = 0;
};

Weight Weigh(const Case& c, Currency currency, int64_t rest, Date today) {
  Weight weight;
  for (const auto& [id, item] : c.items) {
    if (item.currency != currency) continue;
    weight.any_open = true;
    weight.equals_one = weight.equals_one || item.open == rest;
    if (item.IsOverdue(today)) weight.overdue += item.open;
  }
  return weight;
}

void AskToAllocate(Draft& draft, const std::string& receipt) {
  Task task;
  task.kind = TaskKind::kAllocate;
  task.items = {receipt};
  draft.Ask(std::move(task));
}

Hold CashHold(const Draft& draft, const std::string& receipt) {
  Hold hold;
  hold.scope = HoldScope::kCase;
  hold.reason = HoldReason::kCashToAllocate;
  hold.cause = receipt;
  hold.until = draft.BusinessDaysAfter(draft.today(), draft.rules().cash_hold);
  hold.placed_on = draft.today();
  return hold;
}

void EndCashHold(Draft& draft, const std::string& receipt) {
  const auto& holds = draft.c().holds;
  const auto hold = std::find_if(holds.begin(), holds.end(), [&](const Hold& h) {
    return h.reason == HoldReason::kCashToAllocate && h.cause == receipt;
  });
  if (hold != holds.end()) draft.Add(HoldReleased{*hold, std::nullopt});
}

void Record(Draft& draft, ReceiptChanged fact) {
  const auto known = draft.c().receipts.find(fact.receipt);
  const bool weighed = known != draft.c().receipts.end() && known->second.weighed;
  const bool weigh = fact.kind == MoneyKind::kPayment && fact.rest > 0 && !weighed;
  const std::string receipt = fact.receipt;
  const Currency currency = fact.currency;
  const int64_t rest = fact.rest;
  fact.weighed = weighed || weigh;
  if (rest == 0 && known == draft.c().receipts.end()) return;
  draft.Add(std::move(fact));
  if (rest == 0) EndCashHold(draft, receipt);
  if (!weigh) return;
  const Weight weight = Weigh(draft.c(), currency, rest, draft.today());
  const bool large =
      weight.overdue != 0 && IsAtLeastShare(rest, draft.rules().cash_share, weight.overdue);
  if (weight.equals_one || large) draft.Add(HoldPlaced{CashHold(draft, receipt)});
  if (weight.equals_one || large || !weight.any_open) AskToAllocate(draft, receipt);
}

}  // namespace

void RecordRest(Draft& draft, const RecordMoney& money) {
  Record(draft, ReceiptChanged{money.receipt, money.kind, money.currency, money.rest,
                               money.booked_on, false});
  const bool is_partly_used = money.rest > 0 && !money.allocations.empty();
  if (money.amount > 0 && is_partly_used) draft.Add(ReceiptSized{money.receipt, money.amount});
}

void RecordReversedRest(Draft& draft, const ReverseMoney& money) {
  const auto known = draft.c().receipts.find(money.receipt);
  const Date booked_on =
      known == draft.c().receipts.end() ? draft.today() : known->second.booked_on;
  Record(draft,
         ReceiptChanged{money.receipt, money.kind, money.currency, money.rest, booked_on, false});
}

}  // namespace relance::scenario
