#include "services/scenario/domain/force.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace relance::scenario {
namespace {

void ForceItems(Draft& draft, const std::vector<std::string>& items, const Forced& forced) {
  for (const std::string& id : items) draft.Add(StepForced{id, forced});
}

/// Somebody asked for this step of one of these items already: that is the request to decide.
bool IsAsked(const Case& c, const std::string& step, const std::vector<std::string>& items) {
  return std::ranges::any_of(c.force_requests, [&](const auto& entry) {
    const ForceRequest& known = entry.second;
    return known.step == step &&
           std::ranges::find_first_of(known.items, items) != known.items.end();
  });
}

}  // namespace

std::optional<Refusal> Handle(Draft& draft, const Force& input) {
  if (draft.scenario().Find(input.step) == nullptr) return Refusal{RefusalReason::kStep};
  const auto items = OpenItemsOf(draft.c(), input.reference);
  if (items.empty()) return Refusal{RefusalReason::kItem};
  if (input.and_by.empty() || input.and_by == input.by) {
    return Refusal{RefusalReason::kSecondPerson};
  }
  ForceItems(draft, items, {input.step, input.by, input.and_by, input.why});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const AskForce& input) {
  if (draft.c().force_requests.contains(input.id)) return std::nullopt;
  if (draft.scenario().Find(input.step) == nullptr) return Refusal{RefusalReason::kStep};
  const auto items = OpenItemsOf(draft.c(), input.reference);
  if (items.empty()) return Refusal{RefusalReason::kItem};
  if (IsAsked(draft.c(), input.step, items)) return Refusal{RefusalReason::kAsked};
  const Date until = draft.BusinessDaysAfter(draft.today(), draft.rules().force_days);
  draft.Add(ForceAsked{{input.id, input.step, items, input.by, input.why, draft.now(), until}});
  Task task;
  task.kind = TaskKind::kDecideForce;
  task.subject = input.id;
  task.items = items;
  task.due = until;
  draft.Ask(std::move(task));
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const ConfirmForce& input) {
  const auto at = draft.c().force_requests.find(input.id);
  if (at == draft.c().force_requests.end()) return Refusal{RefusalReason::kNothing};
  const ForceRequest request = at->second;
  if (input.by.empty() || input.by == request.by) return Refusal{RefusalReason::kSecondPerson};
  if (draft.today() > request.until) return Refusal{RefusalReason::kPast};
  ForceItems(draft, request.items, {request.step, request.by, input.by, request.why});
  draft.Add(ForceEnded{request.id, ForceEnd::kConfirmed, input.by, ""});
  return std::nullopt;
}

std::optional<Refusal> Handle(Draft& draft, const RefuseForce& input) {
  if (!draft.c().force_requests.contains(input.id)) return Refusal{RefusalReason::kNothing};
  draft.Add(ForceEnded{input.id, ForceEnd::kRefused, input.by, input.why});
  return std::nullopt;
}

void EndForceRequests(Draft& draft) {
  std::vector<std::string> late;
  for (const auto& [id, request] : draft.c().force_requests) {
    if (draft.today() > request.until) late.push_back(id);
  }
  for (const std::string& id : late) draft.Add(ForceEnded{id, ForceEnd::kExpired, "", ""});
}

}  // namespace relance::scenario
