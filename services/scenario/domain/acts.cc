#include "services/scenario/domain/acts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/scenario/domain/disputes.h"
#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/holds.h"
#include "services/scenario/domain/plans.h"
#include "services/scenario/domain/promises.h"
#include "services/scenario/domain/thanks.h"

namespace relance::scenario {
namespace {

/// The same day number two months later, or the last of that month.
Date TwoMonthsAfter(Date date) {
  std::chrono::year_month_day day{date};
  day += std::chrono::months(2);
  return day.ok() ? Date{day} : Date{day.year() / day.month() / std::chrono::last};
}

const Hold* Suspension(const Item& item) {
  const auto at = std::find_if(item.holds.begin(), item.holds.end(), [](const Hold& hold) {
    return hold.reason == HoldReason::kSuspended;
  });
  return at == item.holds.end() ? nullptr : &*at;
}

void Suspend(Draft& draft, const Item& item) {
  if (Suspension(item) != nullptr) return;
  const std::string id = item.id;
  Hold hold = ItemHold(id, HoldReason::kSuspended, "",
                       draft.today() + std::chrono::days(draft.rules().suspended_days));
  hold.placed_on = draft.today();
  draft.Add(HoldPlaced{std::move(hold)});
  Task task;
  task.kind = TaskKind::kDocument;
  task.subject = id;
  draft.Ask(std::move(task));
}

/// The dates of its steps move by the days that the document was suspended.
void Complete(Draft& draft, const Item& item) {
  const Hold* suspension = Suspension(item);
  if (suspension == nullptr) return;
  const auto lost = draft.today() - suspension->placed_on;
  const AnchorMoved moved{item.id, item.shift + static_cast<int>(lost.count())};
  draft.Add(HoldReleased{*suspension, std::nullopt});
  draft.Add(moved);
  draft.Add(TaskDone{"document " + moved.item});
}

const Notice* FindNotice(const Case& c, const std::string& id) {
  const auto at = c.notices.find(id);
  return at == c.notices.end() ? nullptr : &at->second;
}

/// An approval is for a content; another scenario makes another one.
void VoidApprovals(Draft& draft) {
  std::vector<std::string> given;
  for (const auto& [step, approval] : draft.c().approvals) {
    if (!approval.by.empty()) given.push_back(step);
  }
  for (const std::string& step : given) draft.Add(ApprovalVoided{step});
}

}  // namespace

std::optional<Refusal> Handle(Draft& draft, const ChangeStatus& input) {
  const Item* item = draft.c().FindOpen(input.item);
  if (item == nullptr) return Refusal{RefusalReason::kItem};
  switch (input.status) {
    case InvoiceStatus::kRefused:
    case InvoiceStatus::kDisputed:
      return Handle(draft,
                    OpenDispute{input.dispute, input.item, std::string(Word(input.status)), 0});
    case InvoiceStatus::kSuspended:
      Suspend(draft, *item);
      return std::nullopt;
    case InvoiceStatus::kCompleted:
      Complete(draft, *item);
      return std::nullopt;
    case InvoiceStatus::kTransmitted:
      HoldInFlight(draft, input.item);
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ChangeDocument& input) {
  const Item* item = draft.c().FindOpen(input.item);
  if (item == nullptr) return Refusal{RefusalReason::kItem};
  if (item->document_missing != input.missing) {
    draft.Add(DocumentChanged{input.item, input.missing});
  }
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ContactsChanged& input) {
  draft.Add(ContactsRenewed{input.added});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const OpenInsolvency& input) {
  if (draft.c().insolvent) return std::nullopt;
  draft.Add(InsolvencyOpened{input.published_on});
  Task task;
  task.kind = TaskKind::kClaim;
  task.due = TwoMonthsAfter(input.published_on);
  draft.Ask(std::move(task));
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ChangeFeedGap& input) {
  if (draft.c().feed_gap != input.open) draft.Add(FeedGapChanged{input.open});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const Approve& input) {
  const Case& c = draft.c();
  const auto step = c.approvals.find(input.subject);
  if (step != c.approvals.end() && step->second.by.empty()) {
    draft.Add(ApprovalGiven{input.subject, input.by});
    return std::nullopt;
  }
  const auto promise = c.promises.find(input.subject);
  if (promise != c.promises.end() && promise->second.state == PromiseState::kFar) {
    return ApprovePromise(draft, promise->second);
  }
  const auto plan = c.plans.find(input.subject);
  if (plan != c.plans.end() && plan->second.state == PlanState::kAwaitingApproval) {
    ApprovePlan(draft, input.subject);
    return std::nullopt;
  }
  const auto dispute = c.disputes.find(input.subject);
  if (dispute != c.disputes.end() && dispute->second.state == DisputeState::kAwaitingApproval) {
    ApproveDispute(draft, input.subject);
    return std::nullopt;
  }
  return Refusal{RefusalReason::kNothing};
}

std::optional<Refusal> Handle(Draft& draft, const AssignScenario& input) {
  if (draft.c().running && input.scenario == draft.c().pinned) {
    draft.Add(ScenarioAssigned{input.scenario, true});  // It runs already: nothing moves.
    return std::nullopt;
  }
  if (!input.next && draft.c().running) VoidApprovals(draft);
  draft.Add(ScenarioAssigned{input.scenario, input.next});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const MoveCase& input) {
  const bool follows = draft.c().running && draft.c().pinned == input.from;
  if (!follows || input.to == input.from) return Refusal{RefusalReason::kNothing};
  VoidApprovals(draft);
  draft.Add(CaseMoved{input.to});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const SetProfile& input) {
  const auto& known = draft.c().profile;
  const auto set = known ? known->profile : std::nullopt;
  const bool again = set == input.profile && (!known || known->why == input.why) &&
                     draft.c().assigned.name.empty();
  if (again) return std::nullopt;
  draft.Add(ProfileSet{{input.profile, input.by, input.why, draft.now()}});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const BookCallback& input) {
  if (draft.c().callbacks.contains(input.id)) return std::nullopt;
  if (input.at < draft.now()) return Refusal{RefusalReason::kPast};
  draft.Add(CallbackBooked{input.id, input.at});
  Task task;
  task.kind = TaskKind::kCallback;
  task.subject = input.id;
  task.due_at = input.at;
  draft.Ask(std::move(task));
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const CompleteCallback& input) {
  if (!draft.c().callbacks.contains(input.id)) return Refusal{RefusalReason::kNothing};
  draft.Add(CallbackDone{input.id});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const CompleteTask& input) {
  if (!draft.c().tasks.contains(input.key)) return Refusal{RefusalReason::kNothing};
  draft.Add(TaskDone{input.key});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ClearNotice& input) {
  for (CaseFact& fact : Clear(draft.c(), input.notice, draft.context(), draft.now())) {
    draft.Add(std::move(fact));
  }
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const NoticeHandedOver& input) {
  if (IsThankYou(draft.c(), input.notice)) {
    TellThanksSent(draft);
    return std::nullopt;
  }
  const Notice* notice = FindNotice(draft.c(), input.notice);
  if (notice == nullptr || !notice->MayCount()) return std::nullopt;
  draft.Add(NoticeCounted{input.notice, draft.today()});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const NoticeContactFailed& input) {
  if (IsThankYou(draft.c(), input.notice)) {
    TellThanksFailed(draft, input.contact);
    return std::nullopt;
  }
  const Notice* notice = FindNotice(draft.c(), input.notice);
  if (notice == nullptr) return std::nullopt;
  const bool pending_or_counted = notice->IsPending() || notice->state == NoticeState::kCounted;
  const auto& contacts = notice->contacts;
  const bool uses = std::any_of(contacts.begin(), contacts.end(), [&](const NoticeContact& to) {
    return to.Key() == input.contact && !to.failed;
  });
  if (!pending_or_counted || !uses) return std::nullopt;
  draft.Add(ContactFailed{input.notice, input.contact});
  const bool all = std::all_of(notice->contacts.begin(), notice->contacts.end(),
                               [](const NoticeContact& contact) { return contact.failed; });
  if (all) draft.Add(NoticeFailed{input.notice});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const NoticePresented& input) {
  const Notice* notice = FindNotice(draft.c(), input.notice);
  if (notice == nullptr || notice->state != NoticeState::kCounted) return std::nullopt;
  const Date known = notice->presented_on.value_or(draft.today());
  draft.Add(PresentationRecorded{input.notice, input.on.value_or(known)});
  return std::nullopt;
}

}  // namespace relance::scenario
