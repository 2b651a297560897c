#include "services/scenario/domain/evolve.h"

#include <algorithm>
#include <utility>

#include "services/scenario/domain/evolve_document.h"
#include "services/scenario/domain/evolve_notices.h"
#include "services/scenario/domain/evolve_people.h"
#include "services/scenario/domain/evolve_thanks.h"

namespace relance::scenario {
namespace {

Item* OpenItem(Case& c, const std::string& id) {
  return c.items.Edit(id);
}

std::vector<Hold>* HoldsOf(Case& c, const Hold& hold) {
  if (hold.scope == HoldScope::kCase || hold.scope == HoldScope::kDebtor) return &c.holds;
  Item* item = OpenItem(c, hold.item);
  return item == nullptr ? nullptr : &item->holds.Edit();
}

Hold* FindHold(Case& c, const Hold& like) {
  std::vector<Hold>* holds = HoldsOf(c, like);
  if (holds == nullptr) return nullptr;
  const auto at = std::find_if(holds->begin(), holds->end(),
                               [&](const Hold& hold) { return hold.IsSame(like); });
  return at == holds->end() ? nullptr : &*at;
}

void EndDispute(Case& c, Dispute& dispute) {
  if (dispute.state == DisputeState::kAwaitingApproval || dispute.state == DisputeState::kOpen ||
      dispute.state == DisputeState::kUpheld) {
    dispute.state = DisputeState::kEnded;
  }
  for (const char* kind : {"dispute ", "escalate ", "approve "}) c.tasks.erase(kind + dispute.id);
}

/// Tasks that make no sense once nothing is open; the others wait for their person.
bool EndsWithTheCase(const Task& task) {
  return task.kind != TaskKind::kAllocate && task.kind != TaskKind::kWriteOff &&
         task.kind != TaskKind::kClaim && task.kind != TaskKind::kCallback;
}

void CountPromise(Case& c, const Promise& promise) {
  for (const std::string& id : promise.items) {
    if (Item* item = c.EditItem(id)) ++item->promises;
  }
}

/// Bounces and receipts come for weeks, also after the case of their notice was closed.
constexpr std::chrono::hours kNoticesRemembered{90 * 24};

void ForgetOldNotices(Case& c) {
  Instant newest{};
  for (const auto& [id, notice] : c.notices) newest = std::max(newest, notice.planned_at);
  std::erase_if(c.notices, [&](const auto& entry) {
    const Notice& notice = entry.second;
    return !notice.IsPending() && notice.planned_at < newest - kNoticesRemembered;
  });
}

// ---- The cycle.

void On(Case& c, const CycleOpened& f) {
  c.cycle = f.cycle;
  c.pinned = f.scenario;
  c.running = true;
  ForgetOldNotices(c);
  c.occurrences.clear();
  c.last_message.reset();
  ForgetThanksOwed(c, Obstacle::kReopened);
}

void On(Case& c, const CaseClosed&) {
  c.running = false;
  c.litigation = false;
  c.level = 0;
  c.blocks.clear();
  c.approvals.clear();
  ForgetForceRequests(c);
  // One that was weighed is remembered: what a later version gives back is not weighed again.
  std::erase_if(c.receipts, [](const auto& entry) {
    return entry.second.rest == 0 && !entry.second.weighed && !entry.second.allocate_asked;
  });
  std::erase_if(c.tasks, [](const auto& entry) { return EndsWithTheCase(entry.second); });
}

void On(Case& c, const LevelChanged& f) {
  c.level = f.level;
}

/// Items go on at the first step of a higher level than they reached.
void GoOnIn(Case& c, const ScenarioRef& scenario) {
  c.pinned = scenario;
  c.items.EditEach([](const Text&, Item& item) {
    item.track.standing.next = NextStep::kAbove;
    item.forced.reset();
  });
  // A notice that fails later puts its items back into the new scenario.
  for (auto& [id, notice] : c.notices) {
    for (NoticeItem& taken : notice.items) {
      if (taken.before) taken.before->next = NextStep::kAbove;
    }
  }
  for (const auto& [step, approval] : c.approvals) c.tasks.erase("approve " + step);
  c.approvals.clear();
  ForgetForceRequests(c);
}

void On(Case& c, const ScenarioAssigned& f) {
  c.assigned = ScenarioRef{f.scenario.name, 0};
  if (!f.next && c.running) GoOnIn(c, f.scenario);
}

void On(Case& c, const CaseMoved& f) {
  if (c.running) GoOnIn(c, f.scenario);
}

// ---- Documents and money.

void On(Case& c, const HistoryImported& f) {
  Item* item = OpenItem(c, f.item);
  if (item == nullptr) return;
  Standing& standing = item->track.standing;
  standing = Standing{};
  standing.next = NextStep::kAbove;
  standing.level = f.level;
  standing.counted_on = f.notice_on;
}

void On(Case& c, const ItemOpenChanged& f) {
  if (Item* item = c.EditItem(f.item)) item->open = f.open;
}

void On(Case& c, const ItemDelayed& f) {
  if (Item* item = OpenItem(c, f.item)) {
    item->track.detour.Edit().delayed_to = f.to;
    item->track.detour.Edit().delayed_in_cycle = f.cycle;
  }
}

void On(Case& c, const ItemRejected& f) {
  if (Item* item = c.EditItem(f.item)) item->rejected = true;
}

void On(Case& c, const ItemClosed& f) {
  auto item = c.items.Take(f.item);
  if (!item) return;
  item->closed = Ending{f.reason, f.on, c.pinned};
  item->holds.reset();
  item->forced.reset();
  item->track.pending_notice.clear();
  const Text id = item->id;
  c.closed.Put(id, *std::move(item));
  ForgetForceRequestsOf(c, f.item);
  for (auto& [dispute_id, dispute] : c.disputes) {
    if (dispute.item == f.item) EndDispute(c, dispute);
  }
}

void On(Case& c, const ItemReopened& f) {
  auto item = c.closed.Take(f.item);
  if (!item) return;
  item->closed.reset();
  item->open = f.open;
  item->quiet_until = f.quiet_until;
  item->track.standing.level = f.level;
  item->track.standing.next = f.next;
  const Text id = item->id;
  c.items.Put(id, *std::move(item));
  ForgetPaymentOf(c, f.item);
}

void On(Case&, const RecoveryRecorded&) {}  // Accounting only: the case is told, nothing changes.

void On(Case& c, const ReceiptChanged& f) {
  Receipt& receipt = c.receipts[f.receipt];
  receipt.kind = f.kind;
  receipt.currency = f.currency;
  receipt.rest = f.rest;
  receipt.booked_on = f.booked_on;
  receipt.weighed = receipt.weighed || f.weighed;
  if (f.rest > 0) return;
  std::erase_if(c.tasks, [&](const auto& entry) {
    const Task& task = entry.second;
    return task.kind == TaskKind::kAllocate &&
           std::all_of(task.items.begin(), task.items.end(), [&](const std::string& id) {
             const auto at = c.receipts.find(id);
             return at == c.receipts.end() || at->second.rest == 0;
           });
  });
}

void On(Case& c, const ReceiptSized& f) {
  const auto at = c.receipts.find(f.receipt);
  if (at != c.receipts.end()) at->second.amount = f.amount;
}

void On(Case& c, const AnchorMoved& f) {
  if (Item* item = OpenItem(c, f.item)) item->shift = f.shift;
}

void On(Case& c, const DocumentChanged& f) {
  Item* item = c.EditItem(f.item);
  if (item == nullptr) return;
  item->document_missing = f.missing;
  item->document_asked = false;
  if (!f.missing) c.tasks.erase("document " + f.item);
}

// ---- Holds, promises, disputes, plans.

void On(Case& c, const HoldPlaced& f) {
  std::vector<Hold>* holds = HoldsOf(c, f.hold);
  if (holds == nullptr) return;
  if (f.hold.reason == HoldReason::kInFlight) OpenItem(c, f.hold.item)->in_flight_used = true;
  if (Hold* same = FindHold(c, f.hold)) {
    *same = f.hold;
  } else {
    holds->push_back(f.hold);
  }
}

void On(Case& c, const HoldReleased& f) {
  std::vector<Hold>* holds = HoldsOf(c, f.hold);
  if (holds == nullptr) return;
  std::erase_if(*holds, [&](const Hold& hold) { return hold.IsSame(f.hold); });
  Item* item = OpenItem(c, f.hold.item);
  if (item == nullptr) return;
  item->holds.Tidy();
  if (f.resume_on) {
    std::optional<Date>& resume = item->track.detour.Edit().resume_on;
    resume = resume ? std::max(*resume, *f.resume_on) : *f.resume_on;
  }
}

void On(Case& c, const HoldEscalated& f) {
  if (Hold* hold = FindHold(c, f.hold)) hold->escalated = true;
}

void On(Case& c, const PromiseRecorded& f) {
  c.promises[f.promise.id] = f.promise;
  if (f.promise.state == PromiseState::kOpen) CountPromise(c, f.promise);
}

void On(Case& c, const PromiseMoved& f) {
  const auto at = c.promises.find(f.promise);
  if (at == c.promises.end()) return;
  Promise& promise = at->second;
  if (promise.state == PromiseState::kFar && f.state == PromiseState::kOpen) {
    CountPromise(c, promise);
  }
  if (promise.state == PromiseState::kFar) c.tasks.erase("approve " + f.promise);
  if (f.state == PromiseState::kKept) c.tasks.erase("promise " + f.promise);
  promise.state = f.state;
}

void On(Case& c, const PromiseMoneyChanged& f) {
  const auto at = c.promises.find(f.promise);
  if (at == c.promises.end()) return;
  if (f.received.amount == 0) {
    at->second.received.erase(f.receipt);
  } else {
    at->second.received[f.receipt] = f.received;
  }
}

void On(Case& c, const DisputeRecorded& f) {
  c.disputes[f.dispute.id] = f.dispute;
}

void On(Case& c, const DisputeMoved& f) {
  const auto at = c.disputes.find(f.dispute);
  if (at == c.disputes.end()) return;
  at->second.state = f.state;
  if (f.state == DisputeState::kUpheld) at->second.upheld = f.upheld;
  for (const char* kind : {"dispute ", "escalate ", "approve "}) c.tasks.erase(kind + f.dispute);
}

void On(Case& c, const DisputeMoneyChanged& f) {
  const auto at = c.disputes.find(f.dispute);
  if (at == c.disputes.end()) return;
  if (f.credited == 0) {
    at->second.credited.erase(f.receipt);
  } else {
    at->second.credited[f.receipt] = f.credited;
  }
}

void On(Case& c, const PlanRecorded& f) {
  c.plans[f.plan.id] = f.plan;
}

void On(Case& c, const PlanMoved& f) {
  const auto at = c.plans.find(f.plan);
  if (at == c.plans.end()) return;
  if (at->second.state == PlanState::kAwaitingApproval) c.tasks.erase("approve " + f.plan);
  at->second.state = f.state;
}

void On(Case& c, const PlanMoneyChanged& f) {
  const auto at = c.plans.find(f.plan);
  if (at == c.plans.end()) return;
  if (f.received.amount == 0) {
    at->second.received.erase(f.receipt);
  } else {
    at->second.received[f.receipt] = f.received;
  }
}

void On(Case& c, const InstalmentExpired& f) {
  const auto at = c.plans.find(f.plan);
  const auto index = static_cast<size_t>(f.number - 1);
  if (at == c.plans.end() || index >= at->second.instalments.size()) return;
  at->second.instalments[index].reminded = true;
}

// ---- Steps, tasks, and what else a case is told.

void On(Case& c, const StepExpired& f) {
  if (Item* item = OpenItem(c, f.item)) {
    item->track.standing.next = NextStep::kAfter;
    item->track.standing.step = f.step;
  }
}

void RememberAsking(Case& c, const Task& task) {
  switch (task.kind) {
    case TaskKind::kFindContact:
      c.contact_asked[task.subject] = true;
      return;
    case TaskKind::kAllocate:
      for (const std::string& id : task.items) {
        const auto receipt = c.receipts.find(id);
        if (receipt != c.receipts.end()) receipt->second.allocate_asked = true;
      }
      return;
    case TaskKind::kDecideCap:
      for (const std::string& id : task.items) {
        if (Item* item = OpenItem(c, id)) item->cap_told = true;
      }
      return;
    case TaskKind::kDecideMinimum:
      if (Item* item = OpenItem(c, task.subject)) item->minimum_asked = task.word;
      return;
    case TaskKind::kDocument:
      // Not the task of a suspension: what is attached to a step may be missing besides.
      if (Item* item = OpenItem(c, task.subject); item != nullptr && !item->IsHeld()) {
        item->document_asked = true;
      }
      return;
    case TaskKind::kApprove:
      if (!task.content.empty()) {
        c.approvals[task.subject] = Approval{task.content, {}, task.asked_at};
      }
      return;
    default:
      return;
  }
}

void On(Case& c, const TaskAsked& f) {
  c.tasks[f.task.Key()] = f.task;
  RememberAsking(c, f.task);
}

void On(Case& c, const TaskDone& f) {
  c.tasks.erase(f.key);
}

void On(Case& c, const CallbackBooked& f) {
  c.callbacks[f.callback] = Callback{f.at, false};
}

void On(Case& c, const CallbackMissed& f) {
  const auto at = c.callbacks.find(f.callback);
  if (at != c.callbacks.end()) at->second.told = true;
}

void On(Case& c, const CallbackDone& f) {
  c.callbacks.erase(f.callback);
  c.tasks.erase("callback " + f.callback);
}

void On(Case&, const MessageCrossed&) {}  // Told; what is owed for it is a fact of its own.

void On(Case& c, const InsolvencyOpened&) {
  c.insolvent = true;
  ForgetThanksOwed(c, Obstacle::kInsolvent);
  c.holds.clear();
  c.items.EditWhere([](const Item& item) { return !item.holds.empty(); },
                    [](Item& item) { item.holds.reset(); });
  for (auto& [id, promise] : c.promises) {
    if (promise.state == PromiseState::kOpen || promise.state == PromiseState::kFar) {
      promise.state = PromiseState::kEnded;
      c.tasks.erase("approve " + id);
    }
  }
  for (auto& [id, plan] : c.plans) {
    if (plan.IsRunning() || plan.state == PlanState::kAwaitingApproval) {
      plan.state = PlanState::kEnded;
      c.tasks.erase("approve " + id);
    }
  }
  for (auto& [id, dispute] : c.disputes) EndDispute(c, dispute);
  for (const auto& [step, approval] : c.approvals) c.tasks.erase("approve " + step);
  c.approvals.clear();
  ForgetForceRequests(c);
}

void On(Case& c, const FeedGapChanged& f) {
  c.feed_gap = f.open;
}

void Retry(Tries& tries, const std::vector<std::string>& added) {
  std::erase_if(tries.contacts, [&](const std::string& tried) {
    return std::find(added.begin(), added.end(), tried) != added.end();
  });
}

void On(Case& c, const ContactsRenewed& f) {
  for (const auto& [step, asked] : c.contact_asked) c.tasks.erase("find_contact " + step);
  c.contact_asked.clear();
  if (f.added.empty()) return;
  c.items.EditWhere([](const Item& item) { return !item.track.detour->tries.empty(); },
                    [&](Item& item) {
                      for (auto& [step, tries] : item.track.detour.Edit().tries) {
                        Retry(tries, f.added);
                      }
                    });
  for (auto& [id, plan] : c.plans) {
    for (Instalment& instalment : plan.instalments) Retry(instalment.tries, f.added);
  }
}

}  // namespace

void Apply(Case& c, const CaseFact& fact) {
  std::visit([&](const auto& f) { On(c, f); }, fact);  // A fact without its On does not compile.
}

void Apply(Case& c, const CaseFacts& facts) {
  for (const CaseFact& fact : facts) Apply(c, fact);
}

Case Evolve(Case c, const CaseFact& fact) {
  Apply(c, fact);
  return c;
}

}  // namespace relance::scenario
