#include "services/scenario/domain/calls.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/overloaded.h"
#include "services/scenario/domain/acts.h"
#include "services/scenario/domain/disputes.h"
#include "services/scenario/domain/holds.h"
#include "services/scenario/domain/promises.h"

namespace relance::scenario {
namespace {

using Agreed = decltype(RecordCall::agreed);

/// What the call is about: a promise, a dispute, a callback, a payment on its way; else nothing.
bool Fits(CallOutcome outcome, const Agreed& agreed) {
  switch (outcome) {
    case CallOutcome::kPromised:
      return std::holds_alternative<MakePromise>(agreed);
    case CallOutcome::kDisputed:
      return std::holds_alternative<OpenDispute>(agreed);
    case CallOutcome::kCallback:
      return std::holds_alternative<BookCallback>(agreed);
    case CallOutcome::kAnnounced:
      return std::holds_alternative<AnnouncePayment>(agreed);
    case CallOutcome::kReached:
    case CallOutcome::kNoAnswer:
    case CallOutcome::kMessageLeft:
    case CallOutcome::kWrongNumber:
    case CallOutcome::kRefused:
      break;
  }
  return std::holds_alternative<std::monostate>(agreed);
}

bool IsCall(const Task& task) {
  return task.kind == TaskKind::kCall || task.kind == TaskKind::kCallback;
}

/// The task that is named, else every call step that waits; nullopt when there is no such call.
std::optional<std::vector<std::string>> TasksOf(const Case& c, const RecordCall& input) {
  std::vector<std::string> keys;
  if (!input.task.empty()) {
    const auto task = c.tasks.find(input.task);
    if (task == c.tasks.end() || !IsCall(task->second)) return std::nullopt;
    keys.push_back(input.task);
    return keys;
  }
  for (const auto& [key, task] : c.tasks) {
    if (task.kind == TaskKind::kCall) keys.push_back(key);
  }
  return keys;
}

std::optional<Refusal> Agree(Draft& draft, const Agreed& agreed) {
  return std::visit(
      Overloaded{[](const std::monostate&) -> std::optional<Refusal> { return std::nullopt; },
                 [&](const auto& told) { return Handle(draft, told); }},
      agreed);
}

std::string SubjectOf(const Agreed& agreed) {
  return std::visit(Overloaded{[](const std::monostate&) { return std::string(); },
                               [](const AnnouncePayment& told) { return told.reference; },
                               [](const auto& told) { return told.id; }},
                    agreed);
}

void EndTask(Draft& draft, const std::string& key) {
  const Task& task = draft.c().tasks.at(key);
  if (task.kind == TaskKind::kCallback) {
    draft.Add(CallbackDone{std::string(task.subject)});
  } else {
    draft.Add(TaskDone{key});
  }
}

/// The step of the call, so that several calls of one step look for one number.
void FindNumber(Draft& draft, const std::string& subject) {
  if (draft.c().contact_asked.contains(subject)) return;
  Task task;
  task.kind = TaskKind::kFindContact;
  task.subject = subject;
  draft.Ask(std::move(task));
}

}  // namespace

std::optional<Refusal> Handle(Draft& draft, const RecordCall& input) {
  const Case& c = draft.c();
  const bool known =
      std::ranges::any_of(c.calls, [&](const RecordedCall& call) { return call.id == input.id; });
  if (known) return std::nullopt;
  if (!Fits(input.outcome, input.agreed)) return Refusal{RefusalReason::kOutcome};
  const auto tasks = TasksOf(c, input);
  if (!tasks) return Refusal{RefusalReason::kNothing};
  const std::string subject = tasks->empty() ? "telephone" : c.tasks.at(tasks->front()).subject;
  if (const auto refused = Agree(draft, input.agreed)) return refused;
  const bool unanswered =
      input.outcome == CallOutcome::kNoAnswer || input.outcome == CallOutcome::kMessageLeft;
  RecordedCall call{input.id,
                    draft.now(),
                    input.by,
                    input.outcome,
                    input.contact,
                    input.note,
                    SubjectOf(input.agreed),
                    {}};
  if (input.done || !unanswered) call.ended = *tasks;
  draft.Add(CallRecorded{call});
  for (const std::string& key : call.ended) EndTask(draft, key);
  if (input.outcome == CallOutcome::kWrongNumber) FindNumber(draft, subject);
  return std::nullopt;
}

}  // namespace relance::scenario
