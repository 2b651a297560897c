#include "services/scenario/domain/holds.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "services/scenario/domain/outlook.h"

namespace relance::scenario {
namespace {

/// What decides the end of a hold.
enum class End { kReleased, kEscalated, kByItsCause };

End EndOf(HoldReason reason) {
  switch (reason) {
    case HoldReason::kManual:
    case HoldReason::kInFlight:
    case HoldReason::kCashToAllocate:
      return End::kReleased;
    case HoldReason::kDispute:
    case HoldReason::kCreditNotePending:
    case HoldReason::kSuspended:
      return End::kEscalated;
    case HoldReason::kPromise:
    case HoldReason::kPlan:
      return End::kByItsCause;
  }
  return End::kByItsCause;
}

/// Which holds a person may end before their day; the others end by a verdict on their cause.
bool MayBeReleased(const Hold& hold, const std::string& word) {
  return EndOf(hold.reason) == End::kReleased && hold.ReasonWord() == word;
}

std::string ScopeWord(const Hold& hold) {
  if (hold.scope == HoldScope::kCase) return "case";
  if (hold.scope == HoldScope::kDebtor) return "debtor";
  return hold.item;
}

std::optional<HoldScope> WideScope(const std::string& subject) {
  if (subject == "case") return HoldScope::kCase;
  if (subject == "debtor") return HoldScope::kDebtor;
  return std::nullopt;
}

/// Of the case and of items, those that ended and are wanted.
template <class Predicate>
std::vector<Hold> EndedHolds(const Draft& draft, Predicate is_wanted) {
  const auto wanted = [&](const Hold& hold) {
    return draft.today() > hold.until && is_wanted(hold);
  };
  std::vector<Hold> found;
  const auto add = [&](const std::vector<Hold>& holds) {
    std::copy_if(holds.begin(), holds.end(), std::back_inserter(found), wanted);
  };
  add(draft.c().holds);
  EachDueItem(draft.c(), draft.context(), draft.moment(),
              [&](const Text&, const Item& item) { add(item.holds); });
  std::sort(found.begin(), found.end(), [](const Hold& a, const Hold& b) {
    return std::make_tuple(ScopeWord(a), a.ReasonWord(), a.cause) <
           std::make_tuple(ScopeWord(b), b.ReasonWord(), b.cause);
  });
  return found;
}

}  // namespace

Hold ItemHold(const std::string& item, HoldReason reason, std::string cause, Date until) {
  Hold hold;
  hold.item = item;
  hold.reason = reason;
  hold.cause = std::move(cause);
  hold.until = until;
  return hold;
}

void ReleaseHolds(Draft& draft, HoldReason reason, const std::string& cause,
                  const std::vector<std::string>& items, std::optional<Date> resume_on) {
  std::vector<std::string> sorted = items;
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& id : sorted) {
    const Item* item = draft.c().FindOpen(id);
    if (item == nullptr) continue;
    const auto hold = std::find_if(item->holds.begin(), item->holds.end(), [&](const Hold& h) {
      return h.reason == reason && h.cause == cause;
    });
    if (hold != item->holds.end()) draft.Add(HoldReleased{*hold, resume_on});
  }
}

void HoldInFlight(Draft& draft, const std::string& id) {
  const Item* item = draft.c().FindOpen(id);
  if (item == nullptr || item->in_flight_used) return;
  Hold hold = ItemHold(id, HoldReason::kInFlight, "",
                       draft.BusinessDaysAfter(draft.today(), draft.rules().in_flight));
  hold.placed_on = draft.today();
  draft.Add(HoldPlaced{std::move(hold)});
}

std::optional<Refusal> Handle(Draft& draft, const PlaceHold& input) {
  const auto wide = WideScope(input.subject);
  std::vector<std::string> items;
  if (!wide) {
    items = OpenItemsOf(draft.c(), input.subject);
    if (items.empty()) return Refusal{RefusalReason::kItem};
  }
  if (!input.until) return Refusal{RefusalReason::kNoEnd};
  if (*input.until < draft.today()) return Refusal{RefusalReason::kPast};
  Hold hold = ItemHold("", HoldReason::kManual, input.word, *input.until);
  hold.placed_on = draft.today();
  if (wide) {
    hold.scope = *wide;
    draft.Add(HoldPlaced{hold});
  }
  std::sort(items.begin(), items.end());
  for (const std::string& item : items) {
    hold.item = item;
    draft.Add(HoldPlaced{hold});
  }
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ReleaseHold& input) {
  const auto wide = WideScope(input.subject);
  const std::vector<std::string> items =
      wide ? std::vector<std::string>{} : OpenItemsOf(draft.c(), input.subject);
  if (!wide && items.empty()) return Refusal{RefusalReason::kItem};
  std::vector<Hold> found;
  const auto add = [&](const std::vector<Hold>& holds) {
    std::copy_if(holds.begin(), holds.end(), std::back_inserter(found), [&](const Hold& hold) {
      return MayBeReleased(hold, input.word) && (!wide || hold.scope == *wide);
    });
  };
  if (wide) add(draft.c().holds);
  for (const std::string& item : items) add(draft.c().items.at(item).holds);
  if (found.empty()) return Refusal{RefusalReason::kNothing};
  std::sort(found.begin(), found.end(), [](const Hold& a, const Hold& b) {
    return std::tie(a.item, a.cause) < std::tie(b.item, b.cause);
  });
  for (const Hold& hold : found) draft.Add(HoldReleased{hold, std::nullopt});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const AnnouncePayment& input) {
  std::vector<std::string> items = OpenItemsOf(draft.c(), input.reference);
  if (items.empty()) return Refusal{RefusalReason::kItem};
  if (input.mode == PaymentMode::kCard) return std::nullopt;  // Booked within minutes.
  std::sort(items.begin(), items.end());
  for (const std::string& item : items) HoldInFlight(draft, item);
  return std::nullopt;
}

void EndHolds(Draft& draft) {
  const auto released =
      EndedHolds(draft, [](const Hold& hold) { return EndOf(hold.reason) == End::kReleased; });
  for (const Hold& hold : released) draft.Add(HoldReleased{hold, std::nullopt});
  const auto escalated = EndedHolds(draft, [](const Hold& hold) {
    return EndOf(hold.reason) == End::kEscalated && !hold.escalated;
  });
  for (const Hold& hold : escalated) {
    draft.Add(HoldEscalated{hold});
    Task task;
    task.kind = TaskKind::kEscalate;
    task.subject = hold.reason == HoldReason::kSuspended ? hold.item : hold.cause;
    draft.Ask(std::move(task));
  }
}

}  // namespace relance::scenario
