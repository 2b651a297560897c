#include "services/scenario/domain/ledger_events.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/money/money.h"
#include "services/scenario/domain/cash.h"
#include "services/scenario/domain/disputes.h"
#include "services/scenario/domain/planning.h"
#include "services/scenario/domain/plans.h"
#include "services/scenario/domain/promises.h"
#include "services/scenario/domain/thanks.h"

namespace relance::scenario {
namespace {

using std::chrono::days;

Instant NextOpening(const Draft& draft) {
  const Context& context = draft.context();
  return draft.scenario().window.NextOpening(draft.now(), context.debtor_zone,
                                             context.debtor_calendar);
}

void OpenCycle(Draft& draft) {
  if (draft.c().running) return;
  WithdrawThanks(draft, Obstacle::kReopened);
  const Scenario& scenario = draft.scenario();
  draft.Add(CycleOpened{draft.c().cycle + 1, ScenarioRef{scenario.name, scenario.version}});
}

/// Nothing left, or so little that asking for it costs more. true when the item was closed.
bool CloseIfSettled(Draft& draft, const std::string& id, Closing full) {
  const Item& item = draft.c().items.at(id);
  const int64_t open = item.open;
  if (open > draft.scenario().tolerance.In(item.currency)) return false;
  const Money rest{item.currency, open};
  draft.Add(ItemClosed{id, open > 0 ? Closing::kTolerance : full, draft.today()});
  if (open > 0) {
    Task task;
    task.kind = TaskKind::kWriteOff;
    task.subject = id;
    task.amount = rest;
    draft.Ask(std::move(task));
  }
  return true;
}

/// How the case closes, once every item is closed.
struct Close {
  std::optional<Closing> last;           ///< How the last item of the event was closed.
  const RecordMoney* payment = nullptr;  ///< What closed it, if a payment did.
};

/// A payment just after a message, or with a value date up to its day, has crossed it.
void TellCrossing(Draft& draft, const RecordMoney& payment, const ThanksOwed& thanks) {
  const auto& last = draft.c().last_message;
  if (!last) return;
  const bool soon = payment.booked_on >= last->on &&
                    payment.booked_on <= last->on + days(draft.rules().thank_days);
  if (soon || payment.value_on <= last->on) draft.Add(MessageCrossed{last->step, soon});
  if (soon) draft.Add(thanks);
}

void CloseCaseIfEmpty(Draft& draft, const Close& close) {
  if (!draft.c().running || !draft.c().items.empty() || !close.last) return;
  ThanksOwed thanks;  // A closed case forgets what its receipts came to.
  if (close.payment != nullptr) thanks = ThanksFor(draft.c(), *close.payment);
  draft.Add(CaseClosed{*close.last});
  if (close.payment != nullptr) TellCrossing(draft, *close.payment, thanks);
}

void FinishEvent(Draft& draft, const Close& close) {
  KeepPromisesOfClosedItems(draft);
  CompletePlansOfClosedItems(draft);
  CloseCaseIfEmpty(draft, close);
}

template <class T>
std::vector<T> ByItem(std::vector<T> list) {
  std::sort(list.begin(), list.end(), [](const T& a, const T& b) { return a.item < b.item; });
  return list;
}

/// One allocation an item, by item: what one receipt brings to an item counts as a whole.
std::vector<Allocation> WholeByItem(const std::vector<Allocation>& allocations) {
  std::map<std::string, Allocation> whole;
  for (const Allocation& allocation : allocations) {
    const auto [at, is_new] = whole.try_emplace(allocation.item, allocation);
    if (is_new) continue;
    at->second.amount += allocation.amount;
    at->second.open_after = std::min(at->second.open_after, allocation.open_after);
  }
  std::vector<Allocation> list;
  for (const auto& [item, allocation] : whole) list.push_back(allocation);
  return list;
}

// ---- Documents.

bool Restarts(const Item& item, Date due, Date today) {
  return due >= today && due > item.due && item.track.standing.level > 0;
}

DocumentRecorded Recorded(const Draft& draft, const RecordInvoice& input) {
  DocumentRecorded fact;
  fact.document = input.document;
  fact.version = input.version;
  fact.currency = input.currency;
  fact.reference = input.reference;
  fact.delivered_on = input.delivered_on;
  fact.issued_on = input.issued_on;
  fact.known_on = draft.today();
  fact.quiet_until = NextOpening(draft);
  for (const InvoiceItem& item : input.items) {
    const Item* known = draft.c().FindOpen(item.id);
    const bool restarts = known != nullptr && Restarts(*known, item.due, draft.today());
    fact.items.push_back({item.id, item.amount, item.open, item.due, restarts});
  }
  return fact;
}

std::vector<std::string> ItemsNoLongerIn(const Case& c, const RecordInvoice& input) {
  std::vector<std::string> gone;
  const auto known = c.FindDocument(input.document);
  if (!known) return gone;
  std::set<std::string_view> stay;
  for (const InvoiceItem& item : input.items) stay.insert(item.id);
  for (const Text& id : known->items) {
    if (!stay.contains(id) && c.items.contains(id)) gone.push_back(id);
  }
  return gone;
}

// ---- Money.

/// Half of what was open of an overdue item: its next message goes back, once per item and cycle.
std::optional<Date> DelayFor(const Draft& draft, const RecordMoney& money, const Item& item,
                             const Allocation& allocation) {
  if (money.kind != MoneyKind::kPayment || !item.IsOverdue(draft.today())) return std::nullopt;
  if (item.track.detour->delayed_in_cycle == draft.c().cycle) return std::nullopt;
  if (!IsAtLeastShare(allocation.amount, draft.rules().partial_share, item.open)) {
    return std::nullopt;
  }
  return DelayedTo(item, draft.context(), draft.today());
}

/// How late its payment was, and how often it had to be asked for.
void NotePayment(Draft& draft, const std::string& id, const RecordMoney& money) {
  const Item& item = draft.c().closed.at(id);
  Conduct conduct;
  conduct.kind = ConductKind::kPaid;
  conduct.subject = id;
  conduct.cause = money.receipt;
  conduct.on = money.value_on;
  conduct.due = item.Anchor();
  conduct.reminders = item.reminders;
  draft.Add(ConductNoted{std::move(conduct)});
}

void Allocate(Draft& draft, const RecordMoney& money, const Allocation& allocation, Close& close) {
  const Item* item = draft.c().FindItem(allocation.item);
  if (item == nullptr) return;
  const Currency currency = item->currency;
  if (item->closed) {
    const bool written_off = item->closed->how == Closing::kWrittenOff;
    draft.Add(ItemOpenChanged{allocation.item, allocation.open_after});
    if (written_off) draft.Add(RecoveryRecorded{allocation.item, allocation.amount, currency});
    return;
  }
  const auto delayed_to = DelayFor(draft, money, *item, allocation);
  draft.Add(ItemOpenChanged{allocation.item, allocation.open_after});
  const bool by_payment = money.kind == MoneyKind::kPayment;
  if (CloseIfSettled(draft, allocation.item, by_payment ? Closing::kPaid : Closing::kCredited)) {
    close.last = draft.c().closed.at(allocation.item).closed->how;
    close.payment = by_payment ? &money : nullptr;
    if (by_payment) NotePayment(draft, allocation.item, money);
  } else if (delayed_to) {
    draft.Add(ItemDelayed{allocation.item, *delayed_to, draft.c().cycle});
  }
}

// ---- Reversals.

void NoteRejection(Draft& draft, const ReverseMoney& money, const std::string& item) {
  Conduct conduct;
  conduct.kind = ConductKind::kRejected;
  conduct.subject = item;
  conduct.cause = money.receipt;
  conduct.on = draft.today();
  draft.Add(ConductNoted{std::move(conduct)});
}

void Reopen(Draft& draft, const std::string& id, int64_t open) {
  OpenCycle(draft);
  const Item& item = draft.c().closed.at(id);
  const bool lately = draft.today() <= item.closed->on + days(draft.rules().reopen_days);
  ItemReopened fact;
  fact.item = id;
  fact.open = open;
  fact.level = lately ? item.track.standing.level : 0;
  // Steps of another scenario say nothing here: the level decides.
  fact.next =
      lately && item.closed->in == draft.c().pinned ? item.track.standing.next : NextStep::kAbove;
  fact.quiet_until = NextOpening(draft);
  draft.Add(std::move(fact));
}

void Undo(Draft& draft, const ReverseMoney& money, const Allocation& undone) {
  if (draft.c().FindItem(undone.item) == nullptr) return;
  if (money.kind == MoneyKind::kPayment && !money.corrected) {
    draft.Add(ItemRejected{undone.item});
    NoteRejection(draft, money, undone.item);
  }
  const Item& item = *draft.c().FindItem(undone.item);
  if (item.closed && undone.open_after > draft.scenario().tolerance.In(item.currency)) {
    Reopen(draft, undone.item, undone.open_after);
  } else {
    draft.Add(ItemOpenChanged{undone.item, undone.open_after});
  }
}

}  // namespace

std::optional<Refusal> Handle(Draft& draft, const RecordInvoice& input) {
  const auto known = draft.c().FindDocument(input.document);
  if (known && input.version <= known->version) return std::nullopt;
  const bool opens = std::any_of(input.items.begin(), input.items.end(),
                                 [](const InvoiceItem& item) { return item.open > 0; });
  if (opens) OpenCycle(draft);
  const std::vector<std::string> gone = ItemsNoLongerIn(draft.c(), input);
  draft.Add(Recorded(draft, input));
  std::vector<std::pair<std::string, int64_t>> open;
  for (const InvoiceItem& item : input.items) open.emplace_back(item.id, item.open);
  for (const std::string& id : gone) open.emplace_back(id, 0);
  std::sort(open.begin(), open.end());
  Close close;
  for (const auto& [id, rest] : open) {
    const Item* item = draft.c().FindItem(id);
    if (item == nullptr) continue;
    if (item->closed) {
      const bool owed = rest > draft.scenario().tolerance.In(item->currency);
      if (owed && item->closed->how != Closing::kWrittenOff) Reopen(draft, id, rest);
      continue;
    }
    const bool allocated = rest < item->amount;  // A small new invoice is no residual.
    draft.Add(ItemOpenChanged{id, rest});
    if ((rest <= 0 || allocated) && CloseIfSettled(draft, id, Closing::kCorrected)) {
      close.last = draft.c().closed.at(id).closed->how;
    }
  }
  FinishEvent(draft, close);
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const RecordMoney& input) {
  Close close;
  for (const Allocation& allocation : WholeByItem(input.allocations)) {
    Allocate(draft, input, allocation, close);
  }
  RecordRest(draft, input);
  CountForPromises(draft, input);
  KeepPromisesOfClosedItems(draft);
  CountForPlans(draft, input);
  CompletePlansOfClosedItems(draft);
  CountForDisputes(draft, input);
  CloseCaseIfEmpty(draft, close);
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ReverseMoney& input) {
  for (const Allocation& undone : ByItem(input.undone)) Undo(draft, input, undone);
  RecordReversedRest(draft, input);
  TakeBackFromPromises(draft, input);
  TakeBackFromPlans(draft, input);
  TakeBackFromDisputes(draft, input);
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const WriteOff& input) {
  std::vector<std::string> items;
  for (const std::string& reference : input.references) {
    const auto named = OpenItemsOf(draft.c(), reference);
    items.insert(items.end(), named.begin(), named.end());
  }
  if (items.empty()) return Refusal{RefusalReason::kItem};
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  for (const std::string& id : items) {
    draft.Add(ItemClosed{id, Closing::kWrittenOff, draft.today()});
  }
  FinishEvent(draft, Close{Closing::kWrittenOff, nullptr});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ImportHistory& input) {
  const auto items = OpenItemsOf(draft.c(), input.reference);
  if (items.empty()) return Refusal{RefusalReason::kItem};
  for (const std::string& id : items) {
    draft.Add(HistoryImported{id, input.level, input.notice_on});
  }
  return std::nullopt;
}

std::optional<ImportHistory> NewsOf(const Item& item, ImportHistory told) {
  const Standing& standing = item.track.standing;
  if (standing.notice.empty()) return told;
  if (told.level <= standing.level) return std::nullopt;
  if (standing.counted_on) told.notice_on = std::max<Date>(told.notice_on, *standing.counted_on);
  return told;
}

}  // namespace relance::scenario
